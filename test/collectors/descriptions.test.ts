import { describe, expect, test } from "vitest";
import { describeSpec, fromSpec } from "../../src/collectors/creation/from-spec.js";
import {
  Counter,
  counter,
  Gauge,
  gauge,
  Histogram,
  histogram,
  Info,
  StateSet,
  Summary,
  summary,
} from "../../src/index.js";
import { withCode } from "../../src/model/errors/coded-error.js";
import type { AnySpec } from "../../src/model/specs.js";

const options = { name: "shop_orders", help: "Orders.", labelNames: ["zone"], constLabels: { app: "shop" } } as const;
const specs: [AnySpec, new (options: never) => unknown][] = [
  [counter({ ...options, unit: "bytes", name: "orders_bytes" }), Counter],
  [gauge(options), Gauge],
  [histogram({ ...options, buckets: [1, 2] }), Histogram],
  [histogram({ ...options, native: true }), Histogram],
  [summary(options), Summary],
  [summary({ ...options, quantiles: { 0.5: 0.1 }, maxAgeSeconds: 60, ageBuckets: 3 }), Summary],
];

describe("a spec", () => {
  test.each(specs)("of each kind gives a collector of that kind, which it describes: %j", (spec, Class) => {
    const collector = fromSpec(spec);
    expect(collector).toBeInstanceOf(Class);
    expect(collector.describe?.()).toEqual([describeSpec(spec)]);
  });

  test.each([
    [{ kind: "other", name: "x" }, '{"kind":"other","name":"x"}'],
    [undefined, "undefined"],
    [null, "null"],
    ["counter", '"counter"'],
  ])("is refused when it is %j", (given, text) => {
    const error = withCode(
      "NARTHEX_INVALID_COLLECTOR",
      new TypeError(
        `getOrCreate: the spec must be a result of counter(), gauge(), histogram(), summary(), info() or stateSet(), but was ${text}.`,
      ),
    );
    expect(() => fromSpec(given as never)).toThrow(error);
    expect(() => describeSpec(given as never)).toThrow(error);
  });

  test("is not a live collector", () => {
    const live = new Gauge({ name: "depth", help: "", registry: null });
    const message =
      "getOrCreate: the spec must be a result of counter(), gauge(), histogram(), summary(), info() or stateSet(), but was the live collector depth. Use the collector itself, or register it.";
    expect(() => fromSpec(live as never)).toThrow(withCode("NARTHEX_INVALID_COLLECTOR", new TypeError(message)));
  });
});

describe("a collector describes its family", () => {
  const described = { name: "door", help: "Door.", labelNames: ["house"], constLabels: { app: "home" } };
  const given = { ...described, registry: null };
  const settings = { maxSeries: "10000", ttlSeconds: "undefined", otherValue: "undefined" };

  test("of a gauge, with its unit", () => {
    const [family] = new Gauge({ ...given, name: "door_seconds", unit: "seconds" }).describe();
    const expected = { ...described, name: "door_seconds", type: "gauge", unit: "seconds" };
    expect(family).toEqual({ ...expected, compatibilityKey: "", settings });
  });

  test("of a histogram, with its buckets and native buckets", () => {
    const keyOf = (own: object) => new Histogram({ ...given, ...own }).describe()[0]?.compatibilityKey;
    expect(keyOf({ buckets: [1, 2] })).toBe('{"buckets":[1,2]}');
    expect(keyOf({ native: true })).toBe('{"buckets":[],"native":true}');
    expect(keyOf({ native: { growthFactor: 2 }, buckets: [3] })).toBe('{"buckets":[3],"native":{"growthFactor":2}}');
  });

  test("of a summary, with its quantiles and their window of ten minutes in five steps by default", () => {
    const keyOf = (own: object) => new Summary({ ...given, ...own }).describe()[0]?.compatibilityKey;
    expect(keyOf({})).toBe('{"targets":[],"maxAgeSeconds":600,"ageBuckets":5}');
    expect(keyOf({ quantiles: { 0.5: 0.1 }, maxAgeSeconds: 60, ageBuckets: 2 })).toBe(
      '{"targets":[{"quantile":0.5,"error":0.1}],"maxAgeSeconds":60,"ageBuckets":2}',
    );
  });

  test("of a state set, with its states", () => {
    const [family] = new StateSet({ ...given, states: ["open", "closed"] }).describe();
    expect(family).toMatchObject({ ...described, type: "stateset", compatibilityKey: '["open","closed"]' });
  });

  test("of an info, whose name ends in _info", () => {
    const expected = { ...described, name: "door_info", type: "info", compatibilityKey: "", settings };
    expect(new Info(given).describe()).toEqual([expected]);
  });

  test("and has its kind, name, help and label names as properties", () => {
    const own = { name: "door", help: "Door.", labelNames: ["house"] };
    expect(new Gauge(given)).toMatchObject({ ...own, kind: "gauge" });
    expect(new Counter(given)).toMatchObject({ ...own, name: "door_total", kind: "counter" });
    expect(new Histogram(given)).toMatchObject({ ...own, kind: "histogram" });
    expect(new Summary(given)).toMatchObject({ ...own, kind: "summary" });
    expect(new StateSet({ ...given, states: ["open"] })).toMatchObject({ ...own, kind: "stateset", states: ["open"] });
    expect(new Info(given)).toMatchObject({ name: "door_info", help: "Door.", kind: "info" });
  });
});
