import type { GatherFailure } from "../../model/collector.js";
import type { ErrorCode } from "../../model/errors/error-codes.js";
import { LiveMetrics, liveSeriesOf } from "../../model/families/live-metrics.js";
import type { MetricFamily } from "../../model/families/metric-family.js";

/**
 * The code under which each failure is reported.
 *
 * @internal
 */
export const failureCodes: Readonly<Record<GatherFailure, ErrorCode>> = {
  collector: "NARTHEX_COLLECTOR_FAILED",
  deadline: "NARTHEX_COLLECTOR_TIMED_OUT",
  duplicate: "NARTHEX_FAMILY_CONFLICT",
  invalid: "NARTHEX_INVALID_FAMILY",
};

/**
 * The reason why a collector is omitted from a scrape.
 *
 * @internal
 */
export class GatherError extends Error {
  /** Cause under which the failure is counted. */
  readonly failure: GatherFailure;
  readonly code: ErrorCode;

  constructor(failure: GatherFailure, message: string) {
    super(message);
    this.failure = failure;
    this.code = failureCodes[failure];
  }
}

/**
 * Merges two families of the same name, with the help text of the first. Unless both are live, the caller must check
 * that they have no series in common.
 *
 * @throws {GatherError} if their types or units differ
 * @internal
 */
export function mergeFamilies(existing: MetricFamily | undefined, added: MetricFamily): MetricFamily {
  if (existing === undefined) return added;
  if (existing.type !== added.type || (existing.unit ?? "") !== (added.unit ?? ""))
    throw new GatherError(
      "duplicate",
      `${added.name}: another collector returns this family with a different type or unit. Give both the same, or rename one of them.`,
    );
  const [live, alsoLive] = [liveSeriesOf(existing), liveSeriesOf(added)];
  const areLive = live !== undefined && alsoLive !== undefined;
  const metrics = areLive ? new LiveMetrics([...live, ...alsoLive]) : [...existing.metrics, ...added.metrics];
  return { ...existing, metrics } as MetricFamily;
}
