import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { parse } from "../../src/exposition/index.js";
import {
  acceptHeaderFor,
  type Collector,
  Histogram,
  type HistogramValue,
  histogram,
  onError,
  Registry,
  render,
  renderText,
  Summary,
  summary,
} from "../../src/index.js";
import { withCode } from "../../src/model/errors/coded-error.js";

const told = vi.fn();
beforeEach(() => onError(told.mockReset()));
afterEach(() => onError(undefined));

const infinity = Number.POSITIVE_INFINITY;
const shared = { name: "age_seconds", help: "Ages." };
const options = { ...shared, registry: null };
const value: HistogramValue = {
  count: 3,
  sum: 7,
  buckets: [
    { upperBound: 1, count: 1 },
    { upperBound: infinity, count: 3 },
  ],
};
const metricsOf = async (collector: Collector) => [...((await collector.collect())[0]?.metrics ?? [])];

const backed =
  "age_seconds: the metric cannot be updated, because its values come from its collect function. Return them from collect instead.";

describe("a histogram with a collect function", () => {
  const of = (collect: () => unknown) => new Histogram({ ...options, buckets: [1], collect: collect as never });

  test("shows the returned value, and each value with its labels after the constant ones", async () => {
    const labelled = { ...options, buckets: [1], labelNames: ["queue"], constLabels: { app: "shop" } } as const;
    for (const collect of [() => [{ labels: { queue: "a" }, value }], async () => [{ labels: { queue: "a" }, value }]])
      expect(await metricsOf(new Histogram({ ...labelled, collect }))).toEqual([
        { labels: { app: "shop", queue: "a" }, ...value },
      ]);
    expect(await metricsOf(of(() => value))).toEqual([{ labels: {}, ...value }]);
    expect(await metricsOf(of(async () => value))).toEqual([{ labels: {}, ...value }]);
  });

  test("shows a histogram that is filled at each scrape, with its exemplars and native buckets", async () => {
    const registry = new Registry();
    const spec = histogram({ ...shared, buckets: [1], native: true });
    let ages = [0.5, 3];
    new Histogram({
      ...spec,
      registry,
      collect: () => {
        const filled = new Histogram({ ...spec, registry: null });
        for (const age of ages) filled.observe(age, { exemplar: { trace_id: "t" } });
        return filled.get();
      },
    });
    const scrape = async () => {
      const { body, contentType } = await render(registry, { accept: acceptHeaderFor("protobuf") });
      return parse(body, contentType)[0]?.metrics;
    };
    expect(await scrape()).toMatchObject([
      {
        count: 2,
        sum: 3.5,
        buckets: [
          { count: 1, exemplar: { labels: { trace_id: "t" }, value: 0.5 } },
          { count: 2, exemplar: { value: 3 } },
        ],
        native: { positiveCounts: [1, 1], exemplars: [{ value: 0.5 }, { value: 3 }] },
      },
    ]);
    ages = [0.5];
    expect(await scrape()).toMatchObject([{ count: 1, sum: 0.5, native: { positiveCounts: [1] } }]);
  });

  test("shows the series of a histogram with labels that is filled at each scrape", async () => {
    const registry = new Registry();
    const spec = histogram({ name: "age_seconds", help: "Ages.", buckets: [1], labelNames: ["queue"] });
    new Histogram({
      ...spec,
      registry,
      collect() {
        const filled = new Histogram({ ...spec, registry: null });
        filled.observe({ queue: "mail" }, 2);
        return [...filled.series()].map(({ labels, child }) => ({ labels, value: child.get() }));
      },
    });
    expect(await renderText(registry)).toContain('age_seconds_bucket{queue="mail",le="+Inf"} 1\n');
  });

  test("shows no family for an empty list or undefined, and reports undefined", async () => {
    expect(await of(() => []).collect()).toEqual([]);
    expect(await of(() => undefined).collect()).toEqual([]);
    expect(told.mock.calls.map(([{ message }, incident]) => [message, incident])).toEqual([
      [
        "age_seconds: collect returned undefined, so nothing is shown. Return an object of count, sum and buckets or a list of { labels, value }, or [] if there are no values.",
        { source: "age_seconds", code: "NARTHEX_NOTHING_COLLECTED" },
      ],
    ]);
  });

  test.each([
    [
      5,
      "age_seconds: collect must return an object of count, sum and buckets or a list of { labels, value }, but returned 5.",
    ],
    [
      null,
      "age_seconds: collect must return an object of count, sum and buckets or a list of { labels, value }, but returned null.",
    ],
    [
      [{ value: {} }],
      "age_seconds: collect must return an object of count, sum and buckets as value, but returned {}.",
    ],
    [[value], "age_seconds: collect must return an object of count, sum and buckets as value, but returned undefined."],
  ])("throws for the result %j", async (result, message) => {
    expect(() => of(() => result).collect()).toThrow(
      withCode("NARTHEX_INVALID_COLLECTED_VALUE", new TypeError(message)),
    );
    await expect(of(async () => result).collect()).rejects.toThrow(
      withCode("NARTHEX_INVALID_COLLECTED_VALUE", new TypeError(message)),
    );
  });

  test.each([
    [[]],
    [[{ upperBound: infinity, count: 3 }]],
    [[{ upperBound: 2, count: 1 }, value.buckets[1]]],
    [[null, 1]],
  ])("throws for the buckets %j, whose bounds are not those declared", (buckets) => {
    expect(() => of(() => ({ ...value, buckets })).collect()).toThrow(
      /^age_seconds: collect must return buckets with the declared bounds 1, Infinity, but returned .*\. Declare the bounds in the option buckets, without Infinity\.$/,
    );
  });

  test.each([
    [{ ...value, count: 4 }, "count must be that of the last bucket, which is 3, but was 4."],
    [{ ...value, sum: "7" }, 'sum must be a number, but was "7".'],
  ])("is omitted from a scrape, and reported, for the value %j", async (wrong, message) => {
    const registry = new Registry();
    registry.register(of(() => wrong));
    new Histogram({ name: "other", help: "", registry });
    expect((await registry.gather()).map(({ name }) => name)).toEqual(["other"]);
    expect(told.mock.calls.map(([error, { code }]) => [error.message, code])).toEqual([
      [`age_seconds: ${message} The labels of the series are {}.`, "NARTHEX_INVALID_FAMILY"],
    ]);
  });

  test("throws for each update, whatever the value", () => {
    const h = of(() => value);
    for (const update of [
      () => h.observe(1),
      () => h.observe("1" as never),
      () => h.labels({}),
      () => h.startTimer()(),
      () => h.time(() => {}),
    ])
      expect(update).toThrow(withCode("NARTHEX_READ_ONLY_METRIC", new TypeError(backed)));
    expect(h.get()).toBeUndefined();
  });
});

describe("a summary with a collect function", () => {
  const of = (collect: () => unknown) => new Summary({ ...options, collect: collect as never });

  test("shows the returned count, sum and quantiles", async () => {
    const quantiles = [{ quantile: 0.5, value: 2 }];
    expect(await metricsOf(of(() => ({ count: 3, sum: 7 })))).toEqual([
      { labels: {}, count: 3, sum: 7, quantiles: [] },
    ]);
    expect(await metricsOf(of(async () => ({ count: 3, sum: 7, quantiles })))).toEqual([
      { labels: {}, count: 3, sum: 7, quantiles },
    ]);
  });

  test("shows a summary that is filled at each scrape", async () => {
    const spec = summary({ name: "age_seconds", help: "Ages.", quantiles: { 0.5: 0.01 } });
    const registry = new Registry();
    new Summary({
      ...spec,
      registry,
      collect: async () => {
        const filled = new Summary({ ...spec, registry: null });
        for (const age of [1, 2, 3]) filled.observe(age);
        return filled.get();
      },
    });
    expect(await renderText(registry)).toContain(
      'age_seconds{quantile="0.5"} 2\nage_seconds_sum 6\nage_seconds_count 3\n',
    );
  });

  test.each([5, {}, { count: 1 }, [{ value: 1 }]])("throws for the result %j", (result) => {
    expect(() => of(() => result).collect()).toThrow(
      /^age_seconds: collect must return an object of count and sum (as value|or a list of \{ labels, value \}), but returned /,
    );
  });

  test("throws for each update, whatever the value", () => {
    const s = of(() => ({ count: 0, sum: 0 }));
    for (const update of [
      () => s.observe(1),
      () => s.observe("1" as never),
      () => s.labels({}),
      () => s.startTimer()(),
    ])
      expect(update).toThrow(withCode("NARTHEX_READ_ONLY_METRIC", new TypeError(backed)));
  });
});

describe.each([
  {
    kind: "histogram",
    spec: histogram({ ...shared, buckets: [1] }),
    make: (extra: object) => new Histogram({ ...options, buckets: [1], collect: () => value, ...extra }),
  },
  {
    kind: "summary",
    spec: summary(shared),
    make: (extra: object) => new Summary({ ...options, collect: () => ({ count: 1, sum: 1 }), ...extra }),
  },
])("a $kind with a collect function", ({ spec, make }) => {
  test("has no series that could expire", () => {
    expect(() => make({ ttlSeconds: 60 })).toThrow("ttlSeconds must not be set together with collect");
  });

  test("is omitted from a scrape if the function rejects or misses the deadline", async () => {
    const registry = new Registry();
    make({ registry, name: "rejects", collect: () => Promise.reject(new Error("no answer")) });
    make({ registry, name: "hangs", collect: () => new Promise(() => {}) });
    const causes: string[] = [];
    const deadline = new AbortController();
    const onFailure = (cause: string) => {
      causes.push(cause);
      deadline.abort();
    };
    expect([...(await registry.gather({ deadline: deadline.signal, onFailure }))]).toEqual([]);
    expect(causes).toEqual(["collector", "deadline"]);
  });

  test("is reused with the newest function, and by no collector without one", async () => {
    const registry = new Registry();
    const collect = vi.fn(() => []);
    const first = make({ registry, reuse: true });
    expect(make({ registry, reuse: true, collect })).toBe(first);
    expect(await first.collect()).toEqual([]);
    expect(collect).toHaveBeenCalledOnce();
    expect(() => make({ registry, reuse: true, collect: undefined })).toThrow(
      "only the existing one has a collect function",
    );
  });

  test("is returned by getOrCreate for its definition", () => {
    const registry = new Registry();
    const backedOne = make({ registry });
    expect(registry.getOrCreate(spec)).toBe(backedOne);
  });
});

test("specs of histograms and summaries take no collect function, since they are data", () => {
  for (const spec of [histogram, summary])
    expect(() => spec({ ...shared, collect: () => value } as never)).toThrow("age_seconds: unknown option");
});
