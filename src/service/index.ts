/**
 * Answers scrapes over HTTP, with a server of its own or inside the one that an application already has.
 *
 * @example
 * ```ts
 * import { Service } from "narthex/service";
 *
 * const service = new Service();
 * await service.start({ port: 9464 });
 * // Prometheus scrapes http://127.0.0.1:9464/metrics
 * await service.stop();
 * ```
 *
 * @packageDocumentation
 * @module narthex/service
 */

export { metricsHandler } from "./metrics-endpoint.js";
export type { MetricsHandlerOptions, ServiceOptions, StartOptions, StopOptions } from "./options.js";
export type { RequestHandler } from "./request-handler.js";
export { Service } from "./service.js";
