import { afterEach, expect, test } from "vitest";
import { escapeFamilyNames } from "../../src/exposition/escape-family-names.js";
import { onError } from "../../src/globals/error-listener.js";
import type { MetricFamily } from "../../src/model/families/metric-family.js";

const family = (name: string): MetricFamily => ({ name, help: "", type: "gauge", metrics: [] });

function exposed(names: readonly string[], failures: string[] = []): string[] {
  onError(() => {});
  const given = names.map(family);
  return [...escapeFamilyNames(given, "underscores", (_, { message }) => failures.push(message))].map(
    ({ name }) => name,
  );
}

afterEach(() => onError(undefined));

test("names that need no escaping do not change, and families keep their order", () => {
  expect(exposed(["a", "b", "c"])).toEqual(["a", "b", "c"]);
  expect(exposed(["c", "a", "b"])).toEqual(["c", "a", "b"]);
});

test.each([
  ["equal from the beginning", ["a", "a"]],
  ["equal and apart", ["b", "a", "b"]],
  ["equal to an earlier one once it is escaped", ["a", "a_b", "a.b"]],
  ["equal to a later one once it is escaped", ["a.b", "a_b"]],
])("a family whose name is %s is omitted and reported", (_, names) => {
  const failures: string[] = [];
  const shown = exposed(names, failures);
  expect(new Set(shown).size).toBe(shown.length);
  expect([shown.length, failures.length]).toEqual([names.length - 1, 1]);
});

test("a family that is omitted is reported to the error listener with its name, even without onFailure", () => {
  const reports: unknown[] = [];
  onError((error, { source, code }) => reports.push([(error as Error).message, source, code]));
  const families = ["lost.name", "lost_name"].map(family);
  expect([...escapeFamilyNames(families, "underscores", undefined)]).toHaveLength(1);
  expect(reports).toEqual([
    [
      "the name is written as lost_name under the escaping scheme underscores, like that of lost.name. Rename one of them.",
      "lost_name",
      "NARTHEX_FAMILY_CONFLICT",
    ],
  ]);
});
