import type { GatherFailure } from "../../model/collector.js";
import type { MetricFamily } from "../../model/metric-family.js";

/**
 * Why a collector was left out of a scrape.
 *
 * @internal
 */
export class GatherError extends Error {
  /** The word under which it is counted. */
  readonly failure: GatherFailure;

  constructor(failure: GatherFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}

/**
 * Joins what two collectors give under one name. The first one's help is kept. Unless both are live, the caller checks that they
 * have no series in common.
 *
 * @throws GatherError when their types or units differ
 * @internal
 */
export function mergeFamilies(held: MetricFamily | undefined, added: MetricFamily): MetricFamily {
  if (held === undefined) return added;
  if (held.type !== added.type || (held.unit ?? "") !== (added.unit ?? ""))
    throw new GatherError("duplicate", `${added.name}: another collector gives this family with other type or unit`);
  const { live: _, ...metadata } = held;
  if (held.live !== undefined && added.live !== undefined) {
    const metrics = chained<unknown>(held.metrics, added.metrics);
    const both = { ...metadata, metrics, live: [...held.live, ...added.live] };
    return both as unknown as MetricFamily;
  }
  return { ...metadata, metrics: [...held.metrics, ...added.metrics] } as MetricFamily;
}

function chained<T>(a: Iterable<T>, b: Iterable<T>): Iterable<T> {
  return {
    *[Symbol.iterator]() {
      yield* a;
      yield* b;
    },
  };
}
