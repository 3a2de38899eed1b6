import { describe, expect, test } from "vitest";
import { Gauge } from "../../src/index.js";
import { withCode } from "../../src/model/errors/coded-error.js";

const circular: { self?: unknown } = {};
circular.self = circular;

/** Creates a gauge with an invalid help text. */
const create = (help: unknown) => new Gauge({ name: "g", help: help as string, registry: null });

describe("the error for an invalid option shows", () => {
  test.each<[string, unknown, string]>([
    ["a big integer with its suffix", 3n, "3n"],
    ["null", null, "null"],
    ["a symbol", Symbol("x"), "Symbol(x)"],
    ["the name of a function", function collect() {}, "the function collect"],
    ["a function without a name", () => {}, "a function"],
    ["an object as JSON", { a: [1, "b"] }, '{"a":[1,"b"]}'],
    ["an object without JSON as text", { toJSON: () => undefined, toString: () => "text" }, "text"],
    ["an object that cannot be shown", circular, "an object"],
    ["the first 60 characters of a long object", ["x".repeat(70)], `["${"x".repeat(58)}…`],
    ["all 60 characters of an object", ["x".repeat(56)], `["${"x".repeat(56)}"]`],
  ])("%s", (_, value, shown) => {
    expect(() => create(value)).toThrow(
      withCode("NARTHEX_INVALID_OPTION", new TypeError(`g: help must be a string, but was ${shown}.`)),
    );
  });

  test.each([
    [61, `"${"x".repeat(60)}…"`],
    [60, `"${"x".repeat(60)}"`],
  ])("at most 60 of %i characters of a text", (length, shown) => {
    expect(() => new Gauge({ name: "g", help: "", unit: "x".repeat(length), registry: null })).toThrow(`was ${shown}.`);
  });
});
