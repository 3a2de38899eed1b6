import { Counter, Gauge, Histogram, Registry, render, Summary } from "narthex";

export const accepts = {
  text: "text/plain; version=0.0.4",
  openmetrics: "application/openmetrics-text; version=1.0.0",
  protobuf: "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
};

/** This library. */
export const narthex = {
  name: "narthex",
  /** A registry with the means to fill and scrape it. */
  create() {
    const registry = new Registry();
    const options = { help: "A metric of the benchmark.", maxSeries: Number.POSITIVE_INFINITY, registry };
    return {
      registry,
      counter: (name, labelNames = []) => new Counter({ name, labelNames, ...options }),
      gauge: (name, labelNames = []) => new Gauge({ name, labelNames, ...options }),
      histogram: (name, labelNames = [], buckets) =>
        new Histogram({ name, labelNames, ...(buckets && { buckets }), ...options }),
      native: (name, labelNames = []) => new Histogram({ name, labelNames, native: true, ...options }),
      summary: (name, labelNames = [], quantiles) =>
        new Summary({ name, labelNames, ...(quantiles && { quantiles }), ...options }),
      inc: (counter, labels, value) => counter.inc(labels, value),
      observe: (histogram, labels, value) => histogram.observe(labels, value),
      scrape: async (format = "text") => (await render(registry, { accept: accepts[format] })).body,
    };
  },
  /** The operations as source text. */
  write: {
    inc: (c, labels) => `${c}.inc(${labels ?? ""})`,
    set: (c, labels, value) => `${c}.set(${labels === undefined ? value : `${labels}, ${value}`})`,
    observe: (c, labels, value) => `${c}.observe(${labels === undefined ? value : `${labels}, ${value}`})`,
    child: (c, labels) => c.labels(labels),
  },
};
