/**
 * Serves metrics over HTTP and HTTPS, with a server of its own ({@link Service}) or as a handler in an existing server
 * ({@link metricsHandler}).
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

export { guard } from "./guard/protect.js";
export { metricsHandler } from "./metrics-endpoint.js";
export type { SystemdSockets } from "./options/addresses/systemd.js";
export type { TcpAddress } from "./options/addresses/tcp.js";
export type { UnixSocketAddress } from "./options/addresses/unix-socket.js";
export type { GuardOptions, HandlerGuardOptions, RateLimit } from "./options/guard.js";
export type { RequestLimits, ServiceLimits } from "./options/limits.js";
export type { ListenAddress } from "./options/listen.js";
export type { Logger } from "./options/logger.js";
export type { MetricsHandlerOptions } from "./options/metrics-handler.js";
export type { ServiceOptions } from "./options/service.js";
export type { StartOptions } from "./options/start.js";
export type { StopOptions } from "./options/stop.js";
export type { ClientAuth, TlsOptions } from "./options/tls.js";
export type { GuardedHandler, HandlerGuard, RequestHandler } from "./request-handler.js";
export { Service } from "./service.js";
