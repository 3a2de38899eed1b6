import { MAX_SCRAPE_TIMEOUT_SECONDS } from "../options.js";

/** The part of the scraper's timeout that is left for writing and the way back, and its longest, in seconds. */
const MARGIN = 0.1;
const MAX_MARGIN_SECONDS = 0.5;

/**
 * How long collectors may take in a scrape, in milliseconds: a bit less than the scraper waits.
 *
 * @param header - the value of `X-Prometheus-Scrape-Timeout-Seconds`; what is not a number above 0 is passed over
 * @param defaultSeconds - for a request without it
 */
export function collectTimeoutMs(header: string | readonly string[] | undefined, defaultSeconds: number): number {
  const asked = typeof header === "string" && /^\d{1,9}(\.\d{1,9})?$/.test(header) ? Number(header) : 0;
  if (asked === 0) return defaultSeconds * 1000;
  const seconds = Math.min(asked, MAX_SCRAPE_TIMEOUT_SECONDS);
  return (seconds - Math.min(MAX_MARGIN_SECONDS, seconds * MARGIN)) * 1000;
}
