import { isDeepStrictEqual as equals } from "node:util";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Collector, Gauge, type MetricFamily, onError, Registry } from "../../src/index.js";
import { turns } from "../event-loop-turns.js";

const told = vi.fn();
beforeEach(() => onError(told.mockReset()));
afterEach(() => onError(undefined));

const good: MetricFamily = { name: "good", help: "", type: "gauge", metrics: [{ labels: {}, value: 1 }] };

async function gathered(collector: Collector, deadline?: AbortSignal) {
  const registry = new Registry();
  new Gauge({ name: "other", help: "", registry });
  registry.register(collector);
  const failures: string[] = [];
  const families = await registry.gather({
    deadline,
    onFailure: (cause, error) => failures.push(`${cause}: ${error.message}`),
  });
  return { names: families.map(({ name }) => name), failures };
}

describe("a custom collector", () => {
  test.each<[string, Collector]>([
    ["a list of families", { collect: () => [good] }],
    ["a promise of a list of families", { collect: async () => [good] }],
  ])("may return %s", async (_, collector) => {
    expect(await gathered(collector)).toEqual({ names: ["good", "other"], failures: [] });
  });

  test.each<[string, Collector, string]>([
    [
      "it throws",
      {
        collect: () => {
          throw new Error("no");
        },
      },
      "collector: no",
    ],
    ["it rejects", { collect: () => Promise.reject(new Error("no")) }, "collector: no"],
    [
      "it throws a value that is not an error",
      {
        collect: () => {
          throw "no";
        },
      },
      "collector: no",
    ],
    ["it returns no list", { collect: () => ({}) as never }, "invalid: collect must return a list of metric families"],
    [
      "it returns undefined",
      { collect: () => undefined as never },
      "invalid: collect must return a list of metric families, but returned undefined. Return [] if there are none.",
    ],
    [
      "a family has no name",
      { collect: () => [{ ...good, name: "" }] },
      'invalid: : name must be a non-empty string without lone surrogates, but was "".',
    ],
    [
      "a family is null",
      { collect: () => [null as never] },
      "invalid: undefined: name must be a non-empty string without lone surrogates, but was undefined.",
    ],
    [
      "a family has an unknown type",
      { collect: () => [{ ...good, type: "x" as never }] },
      "invalid: good: type must be one of",
    ],
    [
      "the name of an info does not end in _info",
      { collect: () => [{ ...good, type: "info", metrics: [] }] },
      "invalid: good: name must end in _info if type is info.",
    ],
    [
      "a value is a string",
      { collect: () => [{ ...good, metrics: [{ labels: {}, value: "1" as never }] }] },
      'invalid: good: value must be a number, but was "1". The labels of the series are {}.',
    ],
    [
      "a series has no labels object",
      { collect: () => [{ ...good, metrics: [{ value: 1 } as never] }] },
      "invalid: good: labels must be an object, but was undefined. Use {} for a series without labels.",
    ],
    [
      "a label is one that formats add",
      {
        collect: () => [
          {
            name: "s",
            help: "",
            type: "summary",
            metrics: [{ labels: { quantile: "1" }, count: 0, sum: 0, quantiles: [] }],
          },
        ],
      },
      'invalid: s: label "quantile" must be renamed, because formats add such a label.',
    ],
    [
      "a name does not end in the unit",
      { collect: () => [{ ...good, name: "good_total", type: "counter", unit: "seconds" }] },
      'invalid: good_total: name must end in _seconds, before any _total, if unit is "seconds".',
    ],
    [
      "a label is reserved",
      { collect: () => [{ ...good, metrics: [{ labels: { __a: "" }, value: 1 }] }] },
      'invalid: good: label names must not be empty or start with "__", but one was "__a".',
    ],
    [
      "two series have the same labels",
      {
        collect: () => [
          {
            ...good,
            metrics: [
              { labels: { a: "1", b: "" }, value: 1 },
              { labels: { a: "1" }, value: 2 },
            ],
          },
        ],
      },
      'duplicate: good: two series have the labels {"a":"1"}.',
    ],
    [
      "two series have the same labels in different orders",
      {
        collect: () => [
          {
            ...good,
            metrics: [
              { labels: { a: "1", b: "2" }, value: 1 },
              { labels: { b: "2", a: "1" }, value: 2 },
            ],
          },
        ],
      },
      'duplicate: good: two series have the labels {"b":"2","a":"1"}.',
    ],
    [
      "buckets are not cumulative",
      {
        collect: () => [
          {
            name: "h",
            help: "",
            type: "histogram",
            metrics: [
              {
                labels: {},
                count: 1,
                sum: 1,
                buckets: [
                  { upperBound: 1, count: 2 },
                  { upperBound: Number.POSITIVE_INFINITY, count: 1 },
                ],
              },
            ],
          },
        ],
      },
      "invalid: h: buckets must have increasing upper bounds and cumulative counts.",
    ],
  ])("is omitted and reported, and no other, if %s", async (_, collector, failure) => {
    const { names, failures } = await gathered(collector);
    expect(names).toEqual(["other"]);
    expect(failures).toEqual([expect.stringContaining(failure)]);
    expect(told).toHaveBeenCalledOnce();
  });

  test("may return any two series with different labels, and no two with equal labels", async () => {
    const text = fc.oneof(fc.constantFrom("", "1", "1:", "@", "1:a1:b", "\ud800"), fc.string({ unit: "binary" }));
    const labels = fc.dictionary(fc.constantFrom("a", "b", "a1", "b1", "c"), text);
    const timestamp = fc.constantFrom(undefined, 1, 11);
    const effective = (given: Record<string, string>) =>
      Object.fromEntries(
        Object.entries(given).flatMap(([name, value]) => (value ? [[name, value.toWellFormed()]] : [])),
      );
    await fc.assert(
      fc.asyncProperty(labels, labels, timestamp, timestamp, async (a, b, timeOfA, timeOfB) => {
        const metrics = [
          { labels: a, value: 1, ...(timeOfA && { timestamp: timeOfA }) },
          { labels: b, value: 1, ...(timeOfB && { timestamp: timeOfB }) },
        ];
        const { names } = await gathered({ collect: () => [{ ...good, metrics }] });
        expect(names.includes("good")).toBe(timeOfA !== timeOfB || !equals(effective(a), effective(b)));
      }),
    );
  });

  test("is omitted at the deadline if its promise is still pending", async () => {
    const controller = new AbortController();
    const running = gathered({ collect: () => new Promise(() => {}) }, controller.signal);
    controller.abort();
    expect(await running).toEqual({
      names: ["other"],
      failures: ["deadline: the collector did not answer before the deadline of the scrape."],
    });
  });

  test.each([[undefined], [[undefined]]])(
    "causes no unhandled rejection if it returns %j after the deadline",
    async (nonsense) => {
      const unhandled = vi.fn();
      process.on("unhandledRejection", unhandled);
      try {
        const answers: (() => void)[] = [];
        const collect = () =>
          new Promise<readonly MetricFamily[]>((resolve) => {
            answers.push(() => resolve(nonsense as unknown as readonly MetricFamily[]));
          });
        const registry = new Registry();
        registry.register({ collect });
        await registry.gather({ deadline: AbortSignal.abort() });
        registry.gatherNow();
        for (const answer of answers) answer();
        await turns(3);
        expect([answers.length, unhandled.mock.calls]).toEqual([2, []]);
      } finally {
        process.off("unhandledRejection", unhandled);
      }
    },
  );

  test("is omitted if it repeats a series of another collector", async () => {
    const registry = new Registry();
    registry.register({ collect: () => [good] });
    registry.register({ collect: () => [good] });
    const failures: string[] = [];
    const families = await registry.gather({ onFailure: (cause) => failures.push(cause) });
    expect([...(families[0]?.metrics ?? [])]).toHaveLength(1);
    expect(failures).toEqual(["duplicate"]);
  });

  test("may add series to the family of another collector", async () => {
    const registry = new Registry();
    registry.register({ collect: () => [good] });
    registry.register({ collect: () => [{ ...good, metrics: [{ labels: { a: "1" }, value: 2 }] }] });
    const [family] = await registry.gather();
    expect([...(family?.metrics ?? [])].map(({ labels }) => labels)).toEqual([{}, { a: "1" }]);
  });

  test("is reported to onError once if it fails repeatedly", async () => {
    const registry = new Registry();
    registry.register({
      collect: () => Promise.reject(new Error("no")),
      describe: () => [{ name: "mine", type: "gauge", help: "" }],
    });
    await registry.gather();
    await registry.gather();
    expect(told.mock.calls).toEqual([[new Error("no"), { source: "mine", code: "NARTHEX_COLLECTOR_FAILED" }]]);
  });

  test("is not called if none of its names is selected", async () => {
    const registry = new Registry();
    const collect = vi.fn(() => [good]);
    registry.register({ collect, describe: () => [{ name: "good", type: "gauge", help: "" }] });
    await registry.gather({ names: ["other"] });
    expect(collect).not.toHaveBeenCalled();
  });
});

describe("a function-backed collector", () => {
  const values = async (collect: () => never) => {
    const registry = new Registry();
    new Gauge({ name: "g", help: "", labelNames: ["x"], registry, collect });
    const failures: string[] = [];
    const [family] = await registry.gather({ onFailure: (_, error) => failures.push(error.message) });
    return { metrics: [...(family?.metrics ?? [])], failures };
  };

  test("exposes the values that its function returns", async () => {
    const collect = () => [{ labels: { x: 1 }, value: 5 }];
    expect(await values(collect as never)).toEqual({ metrics: [{ labels: { x: "1" }, value: 5 }], failures: [] });
  });

  test("exposes the values that its promise resolves with", async () => {
    const collect = async () => [{ labels: { x: 1 }, value: 5 }];
    expect((await values(collect as never)).metrics).toHaveLength(1);
  });

  test("is omitted, without a report, if its function returns no values", async () => {
    expect(await values((() => []) as never)).toEqual({ metrics: [], failures: [] });
    expect(told).not.toHaveBeenCalled();
  });

  test.each([
    [() => "5", 'g: collect must return a number or a list of { labels, value }, but returned "5".'],
    [() => [{ labels: { x: 1 } }], "g: collect must return a number as value, but returned undefined."],
    [() => [{ value: 1 }], 'g: label "x" is missing. The labels are x. Declare it as "x?" if it may be absent.'],
    [
      () => [
        { labels: { x: 1 }, value: 1 },
        { labels: { x: "1" }, value: 2 },
      ],
      'g: two series have the labels {"x":"1"}.',
    ],
  ])("is omitted if its function returns invalid values: %s", async (collect, message) => {
    expect((await values(collect as never)).failures).toEqual([message]);
  });

  test("rejects updates", () => {
    const g = new Gauge({ name: "g", help: "", registry: null, collect: () => 1 });
    expect(() => g.set(1)).toThrow(
      "g: the metric cannot be updated, because its values come from its collect function. Return them from collect",
    );
    expect(() => g.labels({})).toThrow(TypeError);
  });
});
