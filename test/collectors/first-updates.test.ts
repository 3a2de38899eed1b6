import { afterEach, describe, expect, test } from "vitest";
import { activeExemplarSource } from "../../src/globals/exemplar-source.js";
import { Counter, Gauge, Histogram, StateSet, Summary } from "../../src/index.js";

afterEach(() => {
  activeExemplarSource.current = undefined;
});

const options = { name: "m", help: "", labelNames: ["x", "y"], registry: null } as const;

type Update = (...args: unknown[]) => void;
type AnyCollector = Record<string, Update> & {
  series(): Iterable<unknown>;
  withLabels(labels: object): Record<string, Update>;
};

const collectors: [name: string, make: () => object, methods: readonly string[], bad: unknown][] = [
  ["counter", () => new Counter(options), ["inc"], -1],
  ["gauge", () => new Gauge(options), ["set", "inc", "dec", "add", "sub"], "1"],
  ["histogram", () => new Histogram(options), ["observe"], "1"],
  ["native histogram", () => new Histogram({ ...options, native: true }), ["observe"], "1"],
  ["summary", () => new Summary(options), ["observe"], "1"],
  ["summary with quantiles", () => new Summary({ ...options, quantiles: { 0.5: 0.1 } }), ["observe"], "1"],
  ["state set", () => new StateSet({ ...options, states: ["open", "shut"] }), ["set"], "ajar"],
];
const cases = collectors.flatMap(([name, make, methods, bad]) =>
  methods.flatMap((method) => [bad, null].map((value) => ({ name, make, method, value }))),
);

function update(collector: Record<string, Update>, method: string, ...args: unknown[]): void {
  expect(() => collector[method]?.(...args)).toThrow(/^m(_total)?: the (value|amount|state) must /);
}

describe("a first update that throws creates no series:", () => {
  test.each(cases)("$method($value) of a $name", ({ make, method, value }) => {
    const collector = make() as AnyCollector;
    update(collector, method, { x: 1, y: 2 }, value);
    update(collector, method, { x: 1, y: 2 }, value, { exemplar: { trace_id: "a" } });
    expect([...collector.series()]).toEqual([]);
  });

  test.each(cases)("$method($value) of a $name with bound labels", ({ make, method, value }) => {
    const collector = make() as AnyCollector;
    update(collector.withLabels({ x: 1 }), method, { y: 2 }, value);
    update(collector.withLabels({ x: 1, y: 2 }), method, value);
    expect([...collector.series()]).toEqual([]);
  });

  test.each([
    ["counter", () => new Counter(options), "inc"],
    ["histogram", () => new Histogram(options), "observe"],
    ["native histogram", () => new Histogram({ ...options, native: true }), "observe"],
    ["summary", () => new Summary(options), "observe"],
  ])("of a %s with an invalid exemplar", (_, make, method) => {
    const collector = make() as unknown as AnyCollector;
    const invalid = { exemplar: { trace_id: 7 } };
    const message = "must be a string, but was 7.";
    expect(() => collector[method]?.({ x: 1, y: 2 }, 1, invalid)).toThrow(message);
    expect(() => collector.withLabels({ x: 1 })[method]?.({ y: 2 }, 1, invalid)).toThrow(message);
    expect(() => collector.withLabels({ x: 1, y: 2 })[method]?.(1, invalid)).toThrow(message);
    expect([...collector.series()]).toEqual([]);
  });

  test("of a collector whose exemplars come from a source", () => {
    const counter = new Counter(options);
    activeExemplarSource.current = { minRetentionSeconds: 0, labels: () => ({ trace_id: "a" }) };
    expect(() => counter.inc({ x: 1, y: 2 }, -1)).toThrow("m_total: the amount must be");
    expect([...counter.series()]).toEqual([]);
  });
});

describe("with bound labels, a first update without a value", () => {
  test("adds 1 to a counter and to a gauge", () => {
    const [counter, gauge] = [new Counter(options), new Gauge(options)];
    counter.withLabels({ x: 1 }).inc({ y: 2 });
    gauge.withLabels({ x: 1, y: 2 }).inc();
    expect([counter, gauge].map((one) => one.get({ x: 1, y: 2 }))).toEqual([1, 1]);
  });

  test("is rejected by a gauge that is set", () => {
    const gauge = new Gauge(options);
    update(gauge.withLabels({ x: 1, y: 2 }) as never, "set");
    expect([...gauge.series()]).toEqual([]);
  });
});
