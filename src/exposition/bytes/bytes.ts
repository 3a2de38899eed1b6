/**
 * Bytes in an `ArrayBuffer`, as `Response` and other platform functions require. The type is `Uint8Array` before
 * TypeScript 5.7 and `Uint8Array<ArrayBuffer>` since, because a plain `Uint8Array` may also use shared memory there.
 */
export type Bytes = ReturnType<Uint8ArrayConstructor["of"]>;
