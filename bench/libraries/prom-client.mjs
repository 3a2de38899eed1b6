import { createRequire } from "node:module";
import { narthex } from "./narthex.mjs";

const require = createRequire(import.meta.url);

/** The incumbent, the official client and a fork have one interface. */
function promClient(name, specifier) {
  return {
    name,
    create() {
      const client = require(specifier);
      const registry = new client.Registry();
      const options = { help: "A metric of the benchmark.", registers: [registry] };
      return {
        registry,
        counter: (metric, labelNames = []) => new client.Counter({ name: metric, labelNames, ...options }),
        gauge: (metric, labelNames = []) => new client.Gauge({ name: metric, labelNames, ...options }),
        histogram: (metric, labelNames = [], buckets) =>
          new client.Histogram({ name: metric, labelNames, ...(buckets && { buckets }), ...options }),
        summary: (metric, labelNames = [], quantiles, window) =>
          new client.Summary({
            name: metric,
            labelNames,
            percentiles: Object.keys(quantiles ?? {}).map(Number),
            ...window,
            ...options,
          }),
        inc: (counter, labels, value) => counter.inc(labels, value),
        observe: (histogram, labels, value) => histogram.observe(labels, value),
        scrape: async (format = "text") => {
          registry.setContentType(
            format === "text" ? client.Registry.PROMETHEUS_CONTENT_TYPE : client.Registry.OPENMETRICS_CONTENT_TYPE,
          );
          return Buffer.from(await registry.metrics());
        },
        defaultMetrics: () => client.collectDefaultMetrics({ register: registry }),
      };
    },
    write: narthex.write,
  };
}

export const incumbent = promClient("prom-client", "prom-client");
export const official = promClient("@prometheus-io", "@prometheus-io/client");
export const platformatic = promClient("platformatic", "@platformatic/prom-client");
