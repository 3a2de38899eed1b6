import { TextDecoder } from "node:util";
import type { encodeProtobuf } from "./encode-protobuf.js";

let loaded: typeof encodeProtobuf | undefined;

/** The encoder of protobuf. It imports protobufjs, so it is loaded when it is first needed. */
export async function loadProtobuf(): Promise<typeof encodeProtobuf> {
  loaded ??= (await withTextDecoder(() => import("./encode-protobuf.js"))).encodeProtobuf;
  return loaded;
}

/** The encoder of protobuf if it was loaded before, for callers that cannot wait. */
export function loadedProtobuf(): typeof encodeProtobuf | undefined {
  return loaded;
}

/** Sets the global TextDecoder while protobufjs is loaded, which reads it. The contexts of jsdom have none. */
async function withTextDecoder<T>(load: () => Promise<T>): Promise<T> {
  if (Reflect.get(globalThis, "TextDecoder") === TextDecoder) return load();
  const former = Object.getOwnPropertyDescriptor(globalThis, "TextDecoder");
  Object.defineProperty(globalThis, "TextDecoder", { value: TextDecoder, configurable: true, writable: true });
  try {
    return await load();
  } finally {
    if (former === undefined) Reflect.deleteProperty(globalThis, "TextDecoder");
    else Object.defineProperty(globalThis, "TextDecoder", former);
  }
}
