/**
 * Bytes of an `ArrayBuffer`, which `Response` and other functions of the platform take. Before TypeScript 5.7 this is `Uint8Array`,
 * from then on `Uint8Array<ArrayBuffer>`: `Uint8Array` alone may also be of shared memory there.
 */
export type Bytes = ReturnType<Uint8ArrayConstructor["of"]>;
