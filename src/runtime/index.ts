/**
 * The process and the runtime report themselves: the standard `process_*` metrics and `nodejs_*`. The default registry does so
 * without a call, from its first scrape on.
 *
 * @packageDocumentation
 */
export { collectRuntimeMetrics } from "./collect-runtime-metrics.js";
export type { RuntimeOptions } from "./options.js";
export { disableRuntimeMetrics } from "./registration.js";
export type { RuntimeSourceName } from "./sources.js";
