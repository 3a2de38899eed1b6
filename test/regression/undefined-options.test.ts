import { expect, test } from "vitest";
import {
  bind,
  CountCalls,
  CountExceptions,
  Counter,
  counter,
  Gauge,
  Histogram,
  Info,
  Instrumented,
  type MetricFamily,
  Registry,
  render,
  StateSet,
  Summary,
  Timer,
} from "../../src/index.js";
import { Pushgateway } from "../../src/push/index.js";
import { collectRuntimeMetrics } from "../../src/runtime/index.js";
import { Service } from "../../src/service/index.js";
import { fakeClock } from "../../src/testing/index.js";

/** Options as a caller forwards them that has no values for them. */
function nothing<const N extends readonly string[]>(...names: N): { readonly [K in N[number]]: undefined } {
  return Object.fromEntries(names.map((name) => [name, undefined])) as never;
}

const protobuf = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";
const identity = nothing("constLabels", "namespace", "subsystem", "nameValidation");
const common = { ...identity, ...nothing("unit", "maxSeries", "otherValue", "reuse") };

/** The exposition of a registry in a text format and in protobuf. */
async function bodies(registry: Registry): Promise<readonly string[]> {
  const rendered = [
    await render(registry, {
      accept: "application/openmetrics-text",
      ...nothing("names", "signal", "deadline", "onFailure"),
    }),
    await render(registry, { accept: protobuf, ...nothing("formats", "createdSamples") }),
  ];
  return rendered.map(({ body }) => Buffer.from(body).toString("latin1"));
}

test.each<[string, (registry: Registry, forwarded: boolean) => void]>([
  [
    "a counter",
    (registry, f) => new Counter({ name: "c", help: "h", registry, ...(f && { ...common, collect: undefined }) }),
  ],
  [
    "a gauge",
    (registry, f) => new Gauge({ name: "g", help: "h", registry, ...(f && { ...common, collect: undefined }) }),
  ],
  [
    "a histogram",
    (registry, f) =>
      new Histogram({ name: "h", help: "h", registry, ...(f && { ...common, ...nothing("buckets", "native") }) }),
  ],
  [
    "a native histogram",
    (registry, f) => {
      const limits = nothing("growthFactor", "zeroThreshold", "maxZeroThreshold", "maxBuckets", "minResetSeconds");
      new Histogram({ name: "n", help: "h", registry, native: f ? limits : {} }).observe(3);
    },
  ],
  [
    "a summary",
    (registry, f) =>
      new Summary({
        name: "s",
        help: "h",
        registry,
        ...(f && { ...common, ...nothing("quantiles", "maxAgeSeconds", "ageBuckets") }),
      }),
  ],
  ["an info", (registry, f) => new Info({ name: "i", help: "h", registry, ...(f && identity) }).set({ a: "b" })],
  ["a state set", (registry, f) => new StateSet({ name: "t", help: "h", states: ["a"], registry, ...(f && common) })],
  [
    "a decorated class",
    (registry, f) => {
      @Instrumented(f ? nothing("name", "classOf", "registry", "namespace", "subsystem", "constLabels", "exclude") : {})
      class Orders {
        @Timer(f ? nothing("class", "classOf", "when", "until", "exemplar") : {})
        @CountCalls(
          counter({
            name: "calls",
            help: "h",
            ...(f && { ...identity, ...nothing("labelNames", "unit", "maxSeries", "otherValue") }),
          }),
        )
        @CountExceptions(f ? nothing("only", "except", "when", "until", "exemplar") : {})
        place() {}
      }
      bind(Orders, registry);
      new Orders().place();
    },
  ],
  [
    "a custom collector",
    (registry, f) => {
      const extra = (...names: string[]) => (f ? nothing(...names) : {});
      const bucket = { upperBound: Number.POSITIVE_INFINITY, count: 1, ...extra("exemplar") };
      const families: readonly MetricFamily[] = [
        {
          name: "a_total",
          help: "",
          type: "counter",
          metrics: [{ labels: {}, value: 1, ...extra("created", "exemplar", "timestamp") }],
          ...extra("unit", "live"),
        },
        {
          name: "b",
          help: "",
          type: "histogram",
          metrics: [{ labels: {}, count: 1, sum: 1, buckets: [bucket], ...extra("created", "native", "timestamp") }],
        },
        {
          name: "c",
          help: "",
          type: "summary",
          metrics: [{ labels: {}, count: 1, sum: 1, quantiles: [], ...extra("created", "timestamp") }],
        },
        { name: "d", help: "", type: "gauge", metrics: [{ labels: {}, value: 1, ...extra("timestamp") }] },
      ];
      registry.register({
        collect: () => families,
        describe: () => [
          { name: "d", type: "gauge", help: "", ...extra("unit", "labelNames", "constLabels", "compatibilityKey") },
        ],
      });
    },
  ],
])("%s ignores options that are undefined", async (_, make) => {
  using _clock = fakeClock();
  const [plain, forwarded] = [new Registry(), new Registry(nothing("prefix", "constLabels"))];
  make(plain, false);
  make(forwarded, true);
  expect(await bodies(forwarded)).toEqual(await bodies(plain));
});

test("runtime metrics, a gateway and a service ignore options that are undefined", async () => {
  const registry = new Registry();
  using _ = collectRuntimeMetrics(registry, nothing("exclude", "prefix", "constLabels", "legacyNames"));
  const names = nothing("groupingKey", "format", "path", "groupIn", "gzip", "auth", "headers", "tls", "agent");
  new Pushgateway({ url: "http://127.0.0.1:1", job: "j", registry, ...names, ...nothing("timeoutSeconds", "retry") });
  const service = new Service({
    registry,
    ...nothing("path", "maxConcurrentScrapes", "scrapeTimeoutSeconds", "createdSamples"),
  });
  await service.start({ host: "127.0.0.1", port: 0, ...nothing("path", "tls", "unref") });
  const { status } = await fetch(service.metricsUrl);
  await service.stop(nothing("graceSeconds"));
  expect(status).toBe(200);
});
