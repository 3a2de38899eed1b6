import type { IncomingMessage, ServerResponse } from "node:http";
import type { MetricsEndpoint } from "./metrics-endpoint.js";
import { ownPaths } from "./options/path.js";
import { pathOf } from "./request-url.js";
import { healthyText, landingPage, robotsText } from "./responses/pages.js";
import { rejectUnsupportedMethod, sendText } from "./responses/respond.js";
import { setSecurityHeaders } from "./responses/security-headers.js";

/** The paths of a handler. */
export interface Routes {
  /** The path of the metrics. */
  readonly path: string;
  /** Whether the handler may be mounted under a prefix, so that only the end of a path counts. */
  readonly isMounted: boolean;
}

/**
 * Responds to a request with the metrics, with one of the service's pages, or with status 404.
 *
 * @param endpoint - the endpoint that serves the metrics
 * @param routes - the paths of the handler
 */
export function routeRequest(
  endpoint: MetricsEndpoint,
  routes: Routes,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (endpoint.refuses(request, response)) return;
  const path = pathOf(request.url ?? "");
  const isAt = (page: string): boolean => endsAt(path, page, routes.isMounted);
  if (isAt(routes.path)) endpoint.handle(request, response);
  else if (isAt(ownPaths.healthy)) sendPlainPage(request, response, healthyText);
  else if (isAt(ownPaths.robots)) sendPlainPage(request, response, robotsText);
  else if (isAt(ownPaths.landing)) {
    if (rejectUnsupportedMethod(request.method, response)) return;
    const { text, policy } = landingPage(routes.path, routes.isMounted ? clientPath(request, path) : path);
    setSecurityHeaders(response, policy);
    sendText(response, 200, text, { "Content-Type": "text/html; charset=utf-8" });
  } else sendText(response, 404, "Not found.\n");
}

/** Whether a path is that of a page. A trailing slash makes no difference, except for the root. */
function endsAt(path: string, page: string, isMounted: boolean): boolean {
  if (page === "/") return isMounted ? path.endsWith("/") : path === "/";
  const [requested, known] = [withoutSlash(path), withoutSlash(page)];
  return isMounted ? requested.endsWith(known) : requested === known;
}

function withoutSlash(path: string): string {
  return path.endsWith("/") ? path.slice(0, -1) : path;
}

/**
 * Returns the path that the client requested. Frameworks that strip a prefix keep the original URL in `originalUrl`.
 */
function clientPath(request: IncomingMessage & { readonly originalUrl?: unknown }, path: string): string {
  return typeof request.originalUrl === "string" ? pathOf(request.originalUrl) : path;
}

function sendPlainPage(request: IncomingMessage, response: ServerResponse, text: string): void {
  if (!rejectUnsupportedMethod(request.method, response)) sendText(response, 200, text);
}
