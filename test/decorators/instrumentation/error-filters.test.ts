import { expect, test } from "vitest";
import { Counter, countExceptions } from "../../../src/index.js";

/** The number of failures that a filter selects, of one whose property `class` is `io`. */
function counted(only: (error: unknown) => boolean): number | undefined {
  const failures = new Counter({ name: "failures_total", help: "Failures.", registry: null });
  const fail = countExceptions(
    failures,
    () => {
      throw Object.assign(new Error("broken"), { class: "io" });
    },
    { only },
  );
  expect(fail).toThrow("broken");
  return failures.get();
}

test("a filter may be a function that contains the word class", () => {
  expect(counted((error) => (error as { class: string }).class === "io")).toBe(1);
});

test("a filter may be a function whose prototype is null", () => {
  const filter = function (this: unknown) {
    return true;
  };
  filter.prototype = null;
  expect(counted(filter)).toBe(1);
});
