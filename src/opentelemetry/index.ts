/**
 * Exemplars from the spans of OpenTelemetry. Needs `@opentelemetry/api`, which nothing else here imports.
 *
 * @packageDocumentation
 */
export { exemplarsFromOpenTelemetry, type OpenTelemetryExemplarOptions } from "./span-exemplars.js";
