import { type Context, type ContextManager, context, ROOT_CONTEXT, TraceFlags, trace } from "@opentelemetry/api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Counter, Histogram, Registry } from "../../../src/index.js";
import { exemplarsFromOpenTelemetry } from "../../../src/opentelemetry/index.js";
import { Service } from "../../../src/service/index.js";
import { eventually } from "../../eventually.js";
import { PrometheusServer, type StoredHistogram } from "../judges/prometheus-server.js";
import { ChurningTarget } from "../registries/churning-target.js";

/** The growth of bucket bounds in schema 3, which results from the default growth factor of 1.1. */
const bucketWidth = 2 ** (1 / 8);

/** Values distributed like durations: from 1 ms to 4 s, most of them short. Some are zero, and some are negative. */
const durations = Array.from({ length: 2000 }, (_, i) => 0.001 * 4000 ** ((((i * 7919) % 2000) / 2000) ** 2));
const offsets = [...durations.map((value, i) => (i % 3 === 0 ? -value : value)), 0, 0, 0];

function quantile(values: readonly number[], rank: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(rank * sorted.length) - 1] as number;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** The trace that is always active. */
const ids = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7", traceFlags: TraceFlags.SAMPLED };
const inTrace = trace.setSpan(ROOT_CONTEXT, trace.wrapSpanContext(ids));
const oneTrace: ContextManager = {
  active: (): Context => inTrace,
  with: (_, run, self, ...args) => run.apply(self as never, args),
  bind: (_, target) => target,
  enable: () => oneTrace,
  disable: () => oneTrace,
};

const registry = new Registry();
for (const [name, values] of Object.entries({ duration_seconds: durations, offset_seconds: offsets })) {
  const histogram = new Histogram({ name, help: "", native: true, registry });
  for (const value of values) histogram.observe(value);
}
const requests = new Counter({ name: "requests_total", help: "", registry });
const classic = new Histogram({ name: "classic_seconds", help: "", buckets: [0.1, 1], registry });
const native = new Histogram({ name: "native_seconds", help: "", native: true, registry });

const service = new Service({ registry });
const churning = new ChurningTarget();
let prometheus: PrometheusServer;

beforeAll(async () => {
  context.setGlobalContextManager(oneTrace);
  using _ = exemplarsFromOpenTelemetry();
  requests.inc();
  for (const value of [0.05, 0.7, 3]) classic.observe(value);
  native.observe(0.3);
  context.disable();
  await service.start({ host: "127.0.0.1" });
  await churning.start();
  prometheus = await PrometheusServer.start({
    targets: { steady: service.metricsUrl, churning: churning.url },
    features: ["native-histograms", "exemplar-storage"],
  });
  await prometheus.scraped("steady", 2);
});

afterAll(async () => {
  await prometheus?.stop();
  await churning.stop();
  await service.stop();
});

describe.each([
  ["duration_seconds", durations],
  ["offset_seconds", offsets],
])("Prometheus returns for the native histogram %s", (name, values) => {
  test("the count and the sum", async () => {
    expect(await prometheus.value(`histogram_count(${name})`)).toBe(values.length);
    expect(await prometheus.value(`histogram_sum(${name})`)).toBeCloseTo(sumOf(values), 9);
  });

  test.each([0.01, 0.1, 0.25, 0.5, 0.9, 0.99, 0.999])(
    "the quantile %d, with an error of at most one bucket",
    async (rank) => {
      const exact = quantile(values, rank);
      const estimate = await prometheus.value(`histogram_quantile(${rank}, ${name})`);
      expect(Math.sign(estimate)).toBe(Math.sign(exact));
      expect(estimate / exact).toBeGreaterThan(1 / bucketWidth);
      expect(estimate / exact).toBeLessThan(bucketWidth);
    },
  );

  // Powers of two are bounds in every resolution, so the result is not an estimate.
  test.each([
    [2 ** -8, 1],
    [-2, 0.5],
    [-1, 2 ** -3],
  ])("the exact fraction from %d to %d", async (lower, upper) => {
    const exact = values.filter((value) => value > lower && value <= upper).length / values.length;
    expect(await prometheus.value(`histogram_fraction(${lower}, ${upper}, ${name})`)).toBeCloseTo(exact, 9);
  });
});

test.each([
  ["requests_total", [1]],
  ["classic_seconds_bucket", [0.05, 0.7, 3]],
  ["native_seconds", [0.3]],
])("Prometheus stores the trace in the exemplars of %s", async (name, values) => {
  const found = (await prometheus.exemplars(name)).flatMap(({ exemplars }) => exemplars);
  expect(found.map(({ value }) => Number(value)).sort()).toEqual(values);
  for (const { labels } of found) expect(labels).toEqual({ trace_id: ids.traceId, span_id: ids.spanId });
});

describe("60 scrapes of a native histogram that is reset, loses resolution and is restarted", () => {
  const name = ChurningTarget.histogram;
  let stored: readonly StoredHistogram[];

  beforeAll(async () => {
    const patience = { everyMs: 250 };
    const enough = async () => (await prometheus.histograms(name)).length >= 60 || undefined;
    await eventually("60 histograms to be stored", enough, patience);
    await churning.stop();
    // All stored samples are then older than the time of each query.
    await prometheus.eventually('up{job="churning"} == 0');
    stored = await prometheus.histograms(name);
  });

  test("do not crash Prometheus, and store each histogram as it was served", async () => {
    expect(prometheus.isRunning).toBe(true);
    const served = churning.served.map(({ count, sum }) => `${count} ${sum}`);
    let from = 0;
    for (const { count, sum } of stored) {
      const at = served.indexOf(`${count} ${sum}`, from);
      expect(at, `${count} ${sum}`).toBeGreaterThanOrEqual(from);
      from = at + 1;
    }
  });

  test("contain every kind of event", () => {
    const { served, restarts } = churning;
    expect(restarts).toBeGreaterThanOrEqual(2);
    const changes = served.slice(1).map((now, i) => ({ now, before: served[i] as (typeof served)[0] }));
    expect(changes.filter(({ now, before }) => now.schema < before.schema).length).toBeGreaterThan(restarts);
    expect(changes.filter(({ now, before }) => now.zeroThreshold > before.zeroThreshold).length).toBeGreaterThan(1);
    expect(changes.filter(({ now, before }) => now.count < before.count).length).toBeGreaterThan(restarts);
  });

  test("have the correct resets and increases", async () => {
    const drops = stored.slice(1).map(({ count }, i) => (count < (stored[i] as StoredHistogram).count ? count : -1));
    const expected = drops.filter((count) => count >= 0).length;
    expect(await prometheus.value(`resets(histogram_count(${name})[2m:10ms])`)).toBe(expected);

    const counts = stored.map(({ count }) => count);
    const steps = counts
      .slice(1)
      .map((count, i) => (count < (counts[i] as number) ? count : count - (counts[i] as number)));
    const total = sumOf(steps);
    // Prometheus extrapolates by up to half a scrape interval at both ends.
    const increase = await prometheus.value(`histogram_count(increase(${name}[2m]))`);
    expect(increase).toBeGreaterThanOrEqual(total * (1 - 1e-9));
    expect(increase).toBeLessThan(total * 1.05);
  });
});
