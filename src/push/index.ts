/**
 * Pushes metrics to a Pushgateway, for jobs that end before Prometheus can scrape them.
 *
 * @example
 * ```ts
 * const gateway = new Pushgateway({ url: "http://gateway:9091", job: "nightly_backup" });
 * await backUp();
 * await gateway.push();
 * ```
 *
 * @packageDocumentation
 */
export type { GroupingKey } from "./grouping-key.js";
export type {
  PushAuth,
  PushgatewayOptions,
  PushOnExitOptions,
  PushOptions,
  PushTlsOptions,
  RetryOptions,
} from "./options.js";
export { PushError } from "./push-error.js";
export { PushMetrics, type PushMetricsDecorator, type PushMetricsOptions } from "./push-metrics.js";
export { Pushgateway } from "./pushgateway.js";
