export { metricsHandler } from "./metrics-endpoint.js";
export type { MetricsHandlerOptions, ServiceOptions, StartOptions, StopOptions } from "./options.js";
export type { RequestHandler } from "./request-handler.js";
export { Service } from "./service.js";
