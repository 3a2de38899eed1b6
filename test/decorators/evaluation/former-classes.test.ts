import { describe, expect, test } from "vitest";
import { cacheEpoch } from "../../../src/globals/cache-epoch.js";
import { bind, CountCalls, Registry } from "../../../src/index.js";
import { recordedReports } from "../recorded-reports.js";

const reported = recordedReports();

describe("two classes with one name that were evaluated in different turns", () => {
  test.each([
    ["bound", (type: new () => object, registry: Registry) => bind(type, registry)],
    ["not bound", () => undefined],
  ])(
    "are reported once if the former is used after the latter (%s), because they may be different classes",
    async (way, place) => {
      const registry = new Registry();
      const label = `Minified ${way}`;
      const evaluate = () => {
        class Users {
          @CountCalls()
          find() {}
        }
        Object.defineProperty(Users, "name", { value: label });
        place(Users, registry);
        return new Users();
      };
      const former = evaluate();
      former.find();
      await new Promise(setImmediate);
      const latter = evaluate();
      for (const one of [latter, latter]) one.find();
      expect(reported).toEqual([]);
      for (const one of [former, latter, former, latter]) one.find();
      expect(reported).toEqual([
        expect.stringContaining(
          `method_calls_total: two classes have the label class="${label}" and share its series, and the former was used after the latter was evaluated.`,
        ),
      ]);
      const before = cacheEpoch.current;
      for (const one of [former, latter, former, latter]) one.find();
      expect(cacheEpoch.current).toBe(before);
    },
  );
});
