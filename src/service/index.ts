/**
 * The embedded HTTP(S) service that Prometheus scrapes, and its handler for servers of one's own.
 *
 * @module
 */
export type { RequestHandler } from "./handler.js";
export { metricsHandler } from "./metrics-handler.js";
export type { MetricsHandlerOptions, ServiceOptions, StartOptions, StopOptions } from "./options.js";
export { Service } from "./service.js";
