import { expect, test } from "vitest";
import { Counter, type CounterOptions, counter, Registry } from "../../src/index.js";
import { withCode } from "../../src/model/errors/coded-error.js";

const base = { name: "c", help: "", labelNames: { m: ["GET"] } } as const;

test.each<[Partial<CounterOptions>, string]>([
  [{ labelNames: { m: ["GET", "POST"] } }, 'labelNames.m ["GET"], not ["GET","POST"]'],
  [{ labelNames: ["m"] }, 'labelNames.m ["GET"], not true'],
  [{ maxSeries: 5 }, "maxSeries 10000, not 5"],
  [{ maxSeries: Number.POSITIVE_INFINITY }, "maxSeries 10000, not Infinity"],
  [{ otherValue: "other" }, 'otherValue undefined, not "other"'],
])("a collector that differs by %j is not reused, and the error names the difference", (other, difference) => {
  const registry = new Registry();
  new Counter({ ...base, registry });
  const message = `c_total: the name is already registered in this registry with ${difference}. Use another name, or give both metrics the same definition.`;
  expect(() => new Counter({ ...base, ...other, registry, reuse: true })).toThrow(
    withCode("NARTHEX_DIFFERENT_DEFINITION", new Error(message)),
  );
  expect(() => registry.getOrCreate(counter({ ...base, ...other }))).toThrow(
    withCode("NARTHEX_DIFFERENT_DEFINITION", new Error(message)),
  );
});

test("a collector with equal settings is reused, whatever the order of the label values", () => {
  const registry = new Registry();
  const options = { name: "c", help: "", maxSeries: 5, otherValue: "other", registry };
  const first = new Counter({ ...options, labelNames: { m: ["GET", "POST"] } });
  expect(new Counter({ ...options, labelNames: { m: ["POST", "GET"] }, reuse: true })).toBe(first);
});

test("collectors of one family with different constant labels may have different settings", () => {
  const registry = new Registry();
  new Counter({ ...base, constLabels: { zone: "a" }, maxSeries: 5, registry });
  const second = new Counter({ ...base, constLabels: { zone: "b" }, registry, reuse: true });
  expect(new Counter({ ...base, constLabels: { zone: "b" }, registry, reuse: true })).toBe(second);
});
