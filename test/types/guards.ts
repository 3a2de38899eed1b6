// The guard returns a handler with the parameters of the one that it protects.
import type { IncomingMessage, ServerResponse } from "node:http";
import { Registry } from "narthex";
import { guard, type HandlerGuard, metricsHandler, type RequestHandler, Service } from "narthex/service";

const protect: HandlerGuard = guard({ basicAuthUsers: { alice: "$2y$10$" }, registry: new Registry() });
const handler: RequestHandler = protect(metricsHandler());
const ofService: RequestHandler = protect(new Service({ guard: { bearerTokens: ["a"] as const } }).handler);

/** As in Express, whose requests and responses have more properties. */
interface RoutedRequest extends IncomingMessage {
  readonly params: Readonly<Record<string, string>>;
}
type Middleware = (request: RoutedRequest, response: ServerResponse, next: (error?: unknown) => void) => void;
const middleware: Middleware = protect(({ params }: RoutedRequest, _response: ServerResponse, next: () => void) => {
  if (params["id"] !== undefined) next();
});

// @ts-expect-error: an unknown option
guard({ bearerToken: "a" });
// @ts-expect-error: a rate limit has a burst
guard({ rateLimit: { intervalSeconds: 1 } });
// @ts-expect-error: a handler that needs a third argument
const needsMore: RequestHandler = protect((_request, _response, next: () => void) => next());

export { handler, middleware, needsMore, ofService };
