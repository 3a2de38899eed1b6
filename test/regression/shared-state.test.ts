import { expect, test } from "vitest";
import "../../src/index.js";

/** The objects that copies of the package share, each with the name of its symbol. */
function sharedObjects(): [string, object][] {
  return Object.getOwnPropertySymbols(globalThis).flatMap((key) => {
    const value = (globalThis as { [key: symbol]: unknown })[key];
    const name = Symbol.keyFor(key) ?? "";
    const isShared = name.startsWith("narthex.") && Object.prototype.toString.call(value) === "[object Object]";
    const isPlain = isShared && Object.getPrototypeOf(value) === Object.prototype;
    return isPlain ? [[name, value as object] satisfies [string, object]] : [];
  });
}

// Jest replaces the properties of such objects with accessors when a test file has ended. A property that is set later, for
// example by a timer, calls its own accessor without end, and the process crashes.
test("no property of the objects that copies of the package share can be replaced by a test runner", () => {
  const shared = sharedObjects();
  expect(shared.map(([name]) => name)).toEqual(expect.arrayContaining(["narthex.epoch", "narthex.turn"]));
  const replaceable = shared.flatMap(([name, object]) =>
    Object.entries(Object.getOwnPropertyDescriptors(object)).flatMap(([property, { configurable, value }]) =>
      configurable && (typeof value !== "object" || value === null) ? [`${name}: ${property}`] : [],
    ),
  );
  expect(replaceable).toEqual([]);
});

test("no object that copies of the package share can be replaced or listed on globalThis", () => {
  const keys = Object.getOwnPropertySymbols(globalThis).filter((key) => Symbol.keyFor(key)?.startsWith("narthex."));
  expect(keys.length).toBeGreaterThan(2);
  for (const key of keys) {
    expect(Object.getOwnPropertyDescriptor(globalThis, key), String(key)).toMatchObject({
      configurable: false,
      enumerable: false,
      writable: false,
    });
  }
});
