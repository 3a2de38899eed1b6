import { constants, PerformanceObserver } from "node:perf_hooks";
import { epochSeconds } from "../../globals/clock.js";
import type { HistogramMetric } from "../../model/families/metric.js";
import { type RuntimeSource, runtimeSource } from "../source.js";

const bounds = [0.001, 0.01, 0.1, 1, 2, 5, Number.POSITIVE_INFINITY];

const kinds = ["major", "minor", "incremental", "weakcb"] as const;
type Kind = (typeof kinds)[number];

/** Minor mark-sweep, V8's second kind of young-generation collection. Node.js has no constant for it. */
const minorMarkSweep = 2;

const kindByFlag = new Map<number | undefined, Kind>([
  [constants.NODE_PERFORMANCE_GC_MAJOR, "major"],
  [constants.NODE_PERFORMANCE_GC_MINOR, "minor"],
  [minorMarkSweep, "minor"],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, "incremental"],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, "weakcb"],
]);

/** The part of a performance entry of type `gc` that is read. */
interface GcEntry {
  readonly duration: number;
  readonly detail?: unknown;
}

/** The durations of garbage collections. */
export const gc: RuntimeSource = runtimeSource({
  metrics: {
    nodejs_gc_duration_seconds: {
      type: "histogram",
      help: "Duration of garbage collections by kind (major, minor, incremental, weakcb) in seconds.",
      labelNames: ["kind"],
    },
  },
  open: () => {
    const durations = new GcDurations();
    const observer = new PerformanceObserver((list) => durations.record(list.getEntries()));
    observer.observe({ entryTypes: ["gc"] });
    return {
      read: () => ({ nodejs_gc_duration_seconds: durations.metrics() }),
      close: () => observer.disconnect(),
    };
  },
});

/**
 * Histograms of the durations of garbage collections, by kind.
 *
 * @internal
 */
export class GcDurations {
  readonly #created = epochSeconds();
  readonly #series = new Map(kinds.map((kind) => [kind, { counts: new Array<number>(bounds.length).fill(0), sum: 0 }]));

  /** Records each entry of a batch. A batch has several entries if collections follow closely on one another. */
  record(entries: readonly GcEntry[]): void {
    for (const { duration, detail } of entries) {
      const kind = kindByFlag.get((detail as { kind?: number } | undefined)?.kind);
      const series = kind && this.#series.get(kind);
      if (!series) continue; // a kind that a later version of V8 adds
      const seconds = duration / 1000;
      series.sum += seconds;
      const bucket = bounds.findIndex((bound) => seconds <= bound);
      series.counts[bucket] = (series.counts[bucket] ?? 0) + 1;
    }
  }

  /** Returns the current histograms, one for each kind. */
  metrics(): HistogramMetric[] {
    return [...this.#series].map(([kind, { counts, sum }]) => {
      let count = 0;
      const buckets = bounds.map((upperBound, bucket) => {
        count += counts[bucket] ?? 0;
        return { upperBound, count };
      });
      return { labels: { kind }, count, sum, buckets, created: this.#created };
    });
  }
}
