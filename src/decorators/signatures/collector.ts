// biome-ignore-all lint/suspicious/noExplicitAny: collectors with any labels
import type { InstrumentationKind } from "../../metadata/declaration.js";
import type { ChildOf, LiveCollector } from "../../model/children.js";
import type { LabelValues } from "../../model/labels.js";
import type { CounterSpec, GaugeSpec, HistogramSpec, SpecOptions, SummarySpec } from "../../model/specs.js";

/** The kinds of collectors that each decorator accepts. */
export interface CollectorKinds {
  /** Of {@link Timer} and {@link timed}. A gauge shows the duration of the last call. */
  readonly timer: "histogram" | "summary" | "gauge";
  /** Of {@link InProgress} and {@link trackInProgress}. */
  readonly inProgress: "gauge";
  /** Of {@link CountExceptions} and {@link countExceptions}. */
  readonly countExceptions: "counter";
  /** Of {@link CountCalls} and {@link countCalls}. */
  readonly countCalls: "counter";
}

/** The spec of each kind of collector, with any labels. */
export interface SpecOf {
  /** Counters. */
  readonly counter: CounterSpec<any>;
  /** Gauges. */
  readonly gauge: GaugeSpec<any>;
  /** Histograms. */
  readonly histogram: HistogramSpec<any>;
  /** Summaries. */
  readonly summary: SummarySpec<any>;
}

/** A collector of the given kinds: its spec, or a live collector. */
export type CollectorOf<Kind extends keyof ChildOf> = SpecOf[Kind] | LiveCollector<Kind, any>;

/** A collector that a decorator accepts: its spec, or a live collector. */
export type CollectorFor<D extends InstrumentationKind> = CollectorOf<CollectorKinds[D]>;

/** The label values of one series of a collector. */
export type LabelsOf<C> =
  C extends LiveCollector<any, any>
    ? Parameters<C["labels"]>[0]
    : C extends SpecOptions<infer L>
      ? LabelValues<L>
      : never;
