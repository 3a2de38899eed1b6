import type { ServerResponse } from "node:http";

/** The policy of responses that load nothing. A page that loads something has a policy of its own. */
const PLAIN_POLICY = "default-src 'none'; frame-ancestors 'none'";

type Headers = readonly (readonly [name: string, value: string])[];

/**
 * Headers of an exposition. A browser must not guess its type, give it to pages of other origins, or store it. The others
 * are about documents that load, contain or link to something, which an exposition cannot, and would cost a scrape 4 %.
 */
const expositionHeaders: Headers = [
  ["X-Content-Type-Options", "nosniff"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Cache-Control", "no-store"],
];

/** Headers of every other response. In addition, a browser must not show it in a frame or load anything for it. */
export const securityHeaders: Headers = [
  ...expositionHeaders,
  ["X-Frame-Options", "DENY"],
  ["Content-Security-Policy", PLAIN_POLICY],
  ["Referrer-Policy", "no-referrer"],
];

/** Sets the security headers of an exposition, except for those that the application or its operator has set before. */
export function secureExposition(response: ServerResponse): void {
  for (const [name, value] of expositionHeaders) if (!response.hasHeader(name)) response.setHeader(name, value);
}

/**
 * Sets the security headers of a response that is not an exposition, except for those that the application or its
 * operator has set before.
 *
 * @param response - a response that has not been started
 * @param policy - the `Content-Security-Policy` of a page that loads something
 */
export function setSecurityHeaders(response: ServerResponse, policy: string = PLAIN_POLICY): void {
  for (const [name, value] of securityHeaders)
    if (!response.hasHeader(name)) response.setHeader(name, value === PLAIN_POLICY ? policy : value);
}
