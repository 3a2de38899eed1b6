import { TextDecoder } from "node:util";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";

const former = Object.getOwnPropertyDescriptor(globalThis, "TextDecoder") as PropertyDescriptor;

beforeEach(() => vi.resetModules());
afterEach(() => Object.defineProperty(globalThis, "TextDecoder", former));

const encoder = "../../../src/exposition/protobuf/encode-protobuf.js";
const load = () => import("../../../src/exposition/protobuf/load.js");

test("the protobuf encoder is available to callers that cannot wait only after it was loaded", async () => {
  const { loadedProtobuf, loadProtobuf } = await load();
  expect(loadedProtobuf()).toBeUndefined();
  const encode = await loadProtobuf();
  expect(loadedProtobuf()).toBe(encode);
  expect(await loadProtobuf()).toBe(encode);
});

test("the protobuf encoder loads without a global TextDecoder, and adds none", async () => {
  const { loadProtobuf } = await load();
  Reflect.deleteProperty(globalThis, "TextDecoder");
  expect(await loadProtobuf()).toBeTypeOf("function");
  expect("TextDecoder" in globalThis).toBe(false);
});

test("the protobuf encoder finds a global TextDecoder while it loads, even if there is none before and after", async () => {
  let found: unknown;
  vi.doMock(encoder, () => {
    found = Reflect.get(globalThis, "TextDecoder");
    return { encodeProtobuf: () => [] };
  });
  onTestFinished(() => vi.doUnmock(encoder));
  const { loadProtobuf } = await load();
  Reflect.deleteProperty(globalThis, "TextDecoder");
  await loadProtobuf();
  expect(found).toBe(TextDecoder);
  expect("TextDecoder" in globalThis).toBe(false);
});

test("the protobuf encoder restores another global TextDecoder after it is loaded", async () => {
  const { loadProtobuf } = await load();
  class OtherTextDecoder extends TextDecoder {}
  const other = { value: OtherTextDecoder, configurable: true, enumerable: true, writable: false };
  Object.defineProperty(globalThis, "TextDecoder", other);
  await loadProtobuf();
  expect(Object.getOwnPropertyDescriptor(globalThis, "TextDecoder")).toEqual(other);
});
