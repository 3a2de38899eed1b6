import { builtIn } from "../../platform/built-in.js";
import { nextTurn } from "../../platform/timers.js";
import type { encodeProtobuf } from "./encode-protobuf.js";

let loaded: typeof encodeProtobuf | undefined;

/**
 * Returns the protobuf encoder, which is loaded on first use because it imports protobufjs. Evaluating that takes a few
 * milliseconds, so that it has a turn of the event loop of its own.
 */
export async function loadProtobuf(): Promise<typeof encodeProtobuf> {
  if (loaded === undefined) {
    await nextTurn();
    loaded = (await withTextDecoder(() => import("./encode-protobuf.js"))).encodeProtobuf;
    await nextTurn();
  }
  return loaded;
}

/** Returns the protobuf encoder if it is already loaded, for callers that cannot wait. */
export function loadedProtobuf(): typeof encodeProtobuf | undefined {
  return loaded;
}

/** Sets the global TextDecoder, which protobufjs reads while it loads and which the contexts of jsdom lack. */
async function withTextDecoder<T>(load: () => Promise<T>): Promise<T> {
  const { TextDecoder } = builtIn("node:util");
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
