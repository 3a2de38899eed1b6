import { Counter } from "../../collectors/counter.js";
import { checkHandlerGuardOptions, type HandlerGuardOptions } from "../options/guard.js";
import type { HandlerGuard } from "../request-handler.js";
import { guardRefusals } from "../self-metrics.js";
import { Guard } from "./guard.js";
import { GuardSettings } from "./settings.js";

/**
 * Returns a function that protects handlers of `node:http`, Express and other frameworks built on it. All handlers that
 * it protects share the rate limit. A service has an option of the same name, which protects its handler, too.
 *
 * Refused requests are counted in `narthex_guard_refused_requests_total`.
 *
 * @param options - the users, tokens, rate limit and headers, and the registry of the counter
 * @throws {TypeError} if an option is unknown or of the wrong type
 * @throws {RangeError} if an option is out of range
 * @throws {Error} if there are passwords, and the process cannot check any
 * @example
 * ```ts
 * const protect = guard({ bearerTokens: [readFileSync("/run/secrets/metrics-token", "utf8").trim()] });
 * app.use("/metrics", protect(metricsHandler()));
 * ```
 */
export function guard(options: HandlerGuardOptions): HandlerGuard {
  checkHandlerGuardOptions(options);
  const settings = new GuardSettings(options);
  const refused = new Counter({
    name: "narthex_guard_refused_requests_total",
    help: "Requests that a guard refused, by reason.",
    labelNames: ["reason"],
    registry: options.registry,
    reuse: true,
  });
  for (const reason of guardRefusals) refused.labels({ reason });
  const admission = new Guard(() => settings, { countRefusal: (reason) => refused.inc({ reason }) });
  return (handler) =>
    (request, response, ...rest) =>
      admission.admit(request, response, () => handler(request, response, ...rest));
}
