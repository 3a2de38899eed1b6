import { MAX_INTERVAL_SECONDS, type RateLimit } from "../../options/guard.js";
import type { ConfigNode } from "../yaml/config-node.js";
import type { Problems } from "../yaml/problems.js";
import { parseGoDuration } from "./go-duration.js";
import { readSection, type ValueReader } from "./section.js";
import { butWas, scalarOf } from "./value-readers.js";

/** Reads a duration as Go writes it, in seconds. */
const interval: ValueReader<number> = (node, key) => {
  const rule = `must be a duration from 0 to 24h, such as 1s, 500ms or 1m30s`;
  const scalar = scalarOf(node, key, rule);
  if (scalar === undefined) return undefined;
  // Prometheus reads a number without a unit as nanoseconds, which no one means.
  const seconds =
    /^[-+]?\d+$/.test(scalar.text) && Number(scalar.text) !== 0 ? undefined : parseGoDuration(scalar.text);
  if (seconds !== undefined && seconds >= 0 && seconds <= MAX_INTERVAL_SECONDS) return seconds;
  return key.reject(`${rule}${butWas(scalar)}`);
};

/** Reads a whole number. */
const burst: ValueReader<number> = (node, key) => {
  const rule = "must be a whole number of at least 0";
  const scalar = scalarOf(node, key, rule);
  if (scalar === undefined) return undefined;
  const value = !scalar.isString && /^\d{1,15}$/.test(scalar.text) ? Number(scalar.text) : undefined;
  return value ?? key.reject(`${rule}, without quotes${butWas(scalar)}`);
};

/**
 * Reads the section `rate_limit`.
 *
 * @returns `undefined` if there is no limit
 */
export function readRateLimitSection(node: ConfigNode | undefined, problems: Problems): RateLimit | undefined {
  const { settings, keys, offset } = readSection("rate_limit", node, { interval, burst }, problems);
  if (keys.size === 0) return undefined;
  if (!keys.has("interval"))
    problems.add(offset, "rate_limit must have interval. Add it, or remove the section for no limit.");
  const intervalSeconds = settings.interval?.value ?? 0;
  if (intervalSeconds === 0) return undefined;
  if (!keys.has("burst")) problems.add(offset, "rate_limit must have burst, the number of requests at once. Add it.");
  const requests = settings.burst?.value;
  if (requests === 0)
    problems.add(
      keys.get("burst") as number,
      "rate_limit.burst must be at least 1. With 0, every request would be refused.",
    );
  return requests === undefined ? undefined : { intervalSeconds, burst: requests };
}
