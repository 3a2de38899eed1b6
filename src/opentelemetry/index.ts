/**
 * Exemplars from the active span of OpenTelemetry. They link a bucket of a histogram to a trace. This entry point
 * requires the package `@opentelemetry/api`; no other one imports it.
 *
 * @example
 * ```ts
 * import { exemplarsFromOpenTelemetry } from "narthex/opentelemetry";
 *
 * exemplarsFromOpenTelemetry({ minRetentionSeconds: 30 });
 * ```
 *
 * @packageDocumentation
 * @module narthex/opentelemetry
 */

export { exemplarsFromOpenTelemetry, type OpenTelemetryExemplarOptions } from "./span-exemplars.js";
