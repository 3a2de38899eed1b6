import type { IncomingMessage, ServerResponse } from "node:http";
import type { MetricsEndpoint } from "./metrics-endpoint.js";
import { ownPaths } from "./options.js";
import { healthyText, landingPage, robotsText } from "./responses/pages.js";
import { rejectUnsupportedMethod, sendText } from "./responses/respond.js";

/** Where a handler finds its pages. */
export interface Routes {
  /** Where the metrics are. */
  readonly path: string;
  /** Whether paths count from the root, or from wherever the handler is mounted. */
  readonly isMounted: boolean;
}

/**
 * Answers a request for the metrics or one of the pages.
 *
 * @param endpoint - what answers scrapes
 * @param routes - which paths there are
 */
export function routeRequest(
  endpoint: MetricsEndpoint,
  routes: Routes,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (endpoint.isAnswered(response)) return;
  const path = pathOf(request.url ?? "");
  const isAt = (page: string): boolean => endsAt(path, page, routes.isMounted);
  if (isAt(routes.path)) endpoint.answer(request, response);
  else if (isAt(ownPaths.healthy)) answerPage(request, response, healthyText);
  else if (isAt(ownPaths.robots)) answerPage(request, response, robotsText);
  else if (isAt(ownPaths.landing)) {
    const { text, headers } = landingPage(routes.path, routes.isMounted ? shownPath(request, path) : path);
    answerPage(request, response, text, headers);
  } else sendText(response, 404, "Not found.\n");
}

/** Whether a path leads to a page: a slash at the end makes no difference, except for the root. */
function endsAt(path: string, page: string, isMounted: boolean): boolean {
  if (page === "/") return isMounted ? path.endsWith("/") : path === "/";
  const [asked, known] = [withoutSlash(path), withoutSlash(page)];
  return isMounted ? asked.endsWith(known) : asked === known;
}

function withoutSlash(path: string): string {
  return path.endsWith("/") ? path.slice(0, -1) : path;
}

/** The path as the client knows it: frameworks that take a prefix off keep the whole URL, and make the prefix alone `/`. */
function shownPath(request: IncomingMessage & { readonly originalUrl?: unknown }, path: string): string {
  return typeof request.originalUrl === "string" ? pathOf(request.originalUrl) : path;
}

function answerPage(
  request: IncomingMessage,
  response: ServerResponse,
  text: string,
  headers: Parameters<typeof sendText>[3] = {},
): void {
  if (!rejectUnsupportedMethod(request.method, response)) sendText(response, 200, text, headers);
}

/** The path as it was sent; a proxy may send the whole URL. */
function pathOf(url: string): string {
  const queryStart = url.indexOf("?");
  const path = queryStart < 0 ? url : url.slice(0, queryStart);
  return path.startsWith("/") ? path : path.replace(/^https?:\/\/[^/]*/i, "");
}
