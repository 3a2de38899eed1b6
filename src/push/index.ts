/**
 * Pushes metrics to a Pushgateway, or writes them to a file for node_exporter, for jobs that end before they can be
 * scraped.
 *
 * @example
 * ```ts
 * import { Pushgateway, PushMetrics } from "narthex/push";
 *
 * const gateway = new Pushgateway({ url: "http://gateway:9091", job: "nightly_backup" });
 *
 * class Backup {
 *   @PushMetrics(gateway, { name: "backup" })
 *   async run(): Promise<void> {
 *     // …
 *   }
 * }
 * ```
 *
 * @packageDocumentation
 * @module narthex/push
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
export { type WriteTextfileOptions, writeTextfile } from "./textfile/write-textfile.js";
