import type { ServerResponse } from "node:http";

/** The policy of responses that load nothing. A page that loads something has a policy of its own. */
const PLAIN_POLICY = "default-src 'none'; frame-ancestors 'none'";

/**
 * Headers of every response. A browser must not guess the type, show the response in a frame, load anything for it, store
 * it, or give it to pages of other origins.
 */
export const securityHeaders: readonly (readonly [string, string])[] = [
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
  ["Content-Security-Policy", PLAIN_POLICY],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Referrer-Policy", "no-referrer"],
  ["Cache-Control", "no-store"],
];

/**
 * Sets the security headers. Headers that the application or its operator has set before are kept.
 *
 * @param response - a response that has not been started
 * @param policy - the `Content-Security-Policy` of a page that loads something
 */
export function setSecurityHeaders(response: ServerResponse, policy?: string): void {
  for (const [name, value] of securityHeaders)
    if (!response.hasHeader(name)) response.setHeader(name, value === PLAIN_POLICY ? (policy ?? value) : value);
}
