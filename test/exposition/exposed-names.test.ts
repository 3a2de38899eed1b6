import { afterEach, expect, test } from "vitest";
import { escapeFamilyNames } from "../../src/exposition/escape-family-names.js";
import { onError } from "../../src/globals/error-listener.js";
import type { MetricFamily } from "../../src/model/metric-family.js";

const family = (name: string): MetricFamily => ({ name, help: "", type: "gauge", metrics: [] });

function exposed(names: readonly string[], failures: string[] = []): string[] {
  onError(() => {});
  const given = names.map(family);
  return [...escapeFamilyNames(given, "underscores", (_, { message }) => failures.push(message))].map(
    ({ name }) => name,
  );
}

afterEach(() => onError(undefined));

test("names that need no escaping stay as they are, in the order of the families", () => {
  expect(exposed(["a", "b", "c"])).toEqual(["a", "b", "c"]);
  expect(exposed(["c", "a", "b"])).toEqual(["c", "a", "b"]);
});

test.each([
  ["equal from the beginning", ["a", "a"]],
  ["equal and apart", ["b", "a", "b"]],
  ["equal to an earlier one once it is escaped", ["a", "a_b", "a.b"]],
  ["equal to a later one once it is escaped", ["a.b", "a_b"]],
])("a name that is %s is left out and reported", (_, names) => {
  const failures: string[] = [];
  const shown = exposed(names, failures);
  expect(new Set(shown).size).toBe(shown.length);
  expect([shown.length, failures.length]).toEqual([names.length - 1, 1]);
});
