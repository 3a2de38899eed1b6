import type { encodeProtobuf } from "./encode-protobuf.js";

let loaded: typeof encodeProtobuf | undefined;

/** The encoder of protobuf. Few scrapes ask for it, so it is loaded when it is first needed. */
export async function loadProtobuf(): Promise<typeof encodeProtobuf> {
  loaded ??= (await import("./encode-protobuf.js")).encodeProtobuf;
  return loaded;
}

/** The encoder of protobuf if it was loaded before, for what cannot wait. */
export function loadedProtobuf(): typeof encodeProtobuf | undefined {
  return loaded;
}
