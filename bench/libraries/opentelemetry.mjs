import { createRequire } from "node:module";
import { BUCKETS } from "../workload.mjs";

const require = createRequire(import.meta.url);

/** More than any benchmark has: by default all series of an instrument beyond 2,000 are counted as one. */
const SERIES_LIMIT = 10_000_000;

/** OpenTelemetry's SDK with its Prometheus exporter. Its instruments have no children. */
export const opentelemetry = {
  name: "opentelemetry",
  create({ exponential = false } = {}) {
    const { AggregationType, MeterProvider } = require("@opentelemetry/sdk-metrics");
    const { PrometheusExporter, PrometheusSerializer } = require("@opentelemetry/exporter-prometheus");
    const exporter = new PrometheusExporter({
      preventServerStart: true,
      withoutScopeInfo: true,
      withoutTargetInfo: true,
    });
    const aggregation = { type: AggregationType.EXPONENTIAL_HISTOGRAM, options: { maxSize: 160 } };
    const provider = new MeterProvider({
      readers: [exporter],
      views: [{ instrumentName: "*", aggregationCardinalityLimit: SERIES_LIMIT, ...(exponential && { aggregation }) }],
    });
    const meter = provider.getMeter("bench");
    const serializer = new PrometheusSerializer("", false, undefined, true, true);
    const description = "A metric of the benchmark.";
    return {
      exporter,
      counter: (name) => meter.createCounter(name, { description }),
      gauge: (name) => meter.createGauge(name, { description }),
      histogram: (name, _, buckets) =>
        meter.createHistogram(name, {
          description,
          advice: { explicitBucketBoundaries: buckets ?? BUCKETS },
        }),
      inc: (counter, labels, value) => counter.add(value, labels),
      observe: (histogram, labels, value) => histogram.record(value, labels),
      scrape: async () => Buffer.from(serializer.serialize((await exporter.collect()).resourceMetrics)),
    };
  },
  write: {
    inc: (c, labels) => `${c}.add(1${labels === undefined ? "" : `, ${labels}`})`,
    set: (c, labels, value) => `${c}.record(${value}${labels === undefined ? "" : `, ${labels}`})`,
    observe: (c, labels, value) => `${c}.record(${value}${labels === undefined ? "" : `, ${labels}`})`,
  },
};
