/**
 * Metrics of the process (`process_*`) and of Node.js (`nodejs_*`): CPU, memory, file descriptors, the event loop,
 * garbage collection and more. The default registry has them from its first scrape on; other registries have them after
 * a call of {@link collectRuntimeMetrics}.
 *
 * @example
 * ```ts
 * import { Registry } from "narthex";
 * import { collectRuntimeMetrics } from "narthex/runtime";
 *
 * const registry = new Registry();
 * collectRuntimeMetrics(registry, { exclude: ["gc"], prefix: "app_" });
 * ```
 *
 * @packageDocumentation
 * @module narthex/runtime
 */

export { collectRuntimeMetrics } from "./collect-runtime-metrics.js";
export type { RuntimeOptions } from "./options.js";
export { disableRuntimeMetrics } from "./registration.js";
export type { RuntimeSourceName } from "./sources.js";
