import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { Counter, isNarthexError, type NarthexError } from "../../../src/index.js";

/** Creates a counter whose name is invalid, and returns the error. */
function failure(): NarthexError {
  try {
    new Counter({ name: "a-b", help: "", registry: null });
  } catch (error) {
    return error as NarthexError;
  }
  throw new Error("the name is accepted");
}

test("an error keeps its class and its name", () => {
  const error = failure();
  expect(error).toBeInstanceOf(RangeError);
  expect(error.name).toBe("RangeError");
});

test("the code is shown where errors are printed, as that of Node.js is", () => {
  expect(inspect(failure())).toMatch(/^RangeError: "a-b": name must [\s\S]*code: 'NARTHEX_INVALID_METRIC_NAME'/);
});

test("the stack begins where the error is created, not where it gets its code", () => {
  expect(failure().stack).not.toContain("withCode");
});

test("an error of another realm is recognized", () => {
  expect(isNarthexError(runInNewContext('Object.assign(new Error(), { code: "NARTHEX_MISSING_LABEL" })'))).toBe(true);
});

test.each([
  undefined,
  null,
  "NARTHEX_MISSING_LABEL",
  { code: "NARTHEX_MISSING_LABEL" },
  new Error("NARTHEX_MISSING_LABEL"),
  Object.assign(new Error(), { code: "ENOENT" }),
  Object.assign(new Error(), { code: 7 }),
])("%o is not an error of the library", (value) => {
  expect(isNarthexError(value)).toBe(false);
});
