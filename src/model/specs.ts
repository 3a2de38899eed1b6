import type { ChildOf } from "./children.js";
import type { LabelSchema } from "./labels.js";

/** What every collector is declared with. */
export interface SpecOptions<L extends LabelSchema = LabelSchema> {
  /**
   * The name, `[a-zA-Z_:][a-zA-Z0-9_:]*`. A counter's gets its `_total` and an info's its `_info` when it lacks one. It is
   * prefixed with {@link namespace} and {@link subsystem}.
   */
  readonly name: string;
  /** What is measured, in a sentence; shown by Prometheus beside the metric. May be empty. */
  readonly help: string;
  /** The names of the labels that differ from series to series, or names with the values that each may take. */
  readonly labelNames?: L | undefined;
  /** Labels with fixed values, carried by every series of the collector. */
  readonly constLabels?: Readonly<Record<string, string>> | undefined;
  /** The base unit (`seconds`, `bytes`, …). The name must end in it, before a counter's `_total`. */
  readonly unit?: string | undefined;
  /** The first part of the name, joined with `_`: the application or library. */
  readonly namespace?: string | undefined;
  /** The second part of the name, joined with `_`. */
  readonly subsystem?: string | undefined;
  /**
   * How many series the collector holds at most (default 10,000; `Infinity` for no limit). Beyond it all observations go
   * to one series whose label values are `__overflow__`, and `narthex_series_overflow_total` counts them.
   */
  readonly maxSeries?: number | undefined;
  /**
   * What names may look like: `legacy` (default), or `utf8` for any UTF-8 text, which scrapers that cannot read it get
   * escaped (Prometheus 3 reads it).
   */
  readonly nameValidation?: "legacy" | "utf8" | undefined;
  /** Of labels declared with their values: what any other value is written as. Without it another value is refused. */
  readonly otherValue?: string | undefined;
}

/** What a native histogram may be tuned with; see the native histograms specification. */
export interface NativeOptions {
  /** How much wider each bucket is than the one before, above 1; the next finer schema is taken (default 1.1, schema 3). */
  readonly growthFactor?: number | undefined;
  /** Observations of at most this absolute value are counted in the zero bucket (default 2 ** -128; at least 2 ** -1072). */
  readonly zeroThreshold?: number | undefined;
  /** How far the zero bucket may be widened to save buckets (default: not at all). */
  readonly maxZeroThreshold?: number | undefined;
  /** How many buckets a series may have before its resolution is reduced (default 160); 0 and `Infinity` mean no limit. */
  readonly maxBuckets?: number | undefined;
  /** The least time in seconds between two resets that save buckets (default 3600); 0 and `Infinity` mean no resets. */
  readonly minResetSeconds?: number | undefined;
}

/** What a histogram is declared with. */
export interface HistogramOptions<L extends LabelSchema = LabelSchema> extends SpecOptions<L> {
  /**
   * Upper bounds of the classic buckets, increasing; `Infinity` is implied. Default, unless `native` is given:
   * `.005 .01 .025 .05 .1 .25 .5 1 2.5 5 10`.
   */
  readonly buckets?: readonly number[] | undefined;
  /** Native buckets, alone or, with `buckets`, beside classic ones. */
  readonly native?: boolean | NativeOptions | undefined;
}

/** What a summary is declared with. */
export interface SummaryOptions<L extends LabelSchema = LabelSchema> extends SpecOptions<L> {
  /** Quantiles with the error that each may have, for example `{ 0.5: 0.05, 0.99: 0.001 }`. None by default. */
  readonly quantiles?: Readonly<Record<number, number>> | undefined;
  /** The width of the window that quantiles look at, in seconds (default 600). */
  readonly maxAgeSeconds?: number | undefined;
  /** In how many steps the window moves on, a whole number of at least 1 (default 5). Each costs memory of its own. */
  readonly ageBuckets?: number | undefined;
}

/** What a state set is declared with. */
export interface StateSetOptions<L extends LabelSchema = LabelSchema, S extends string = string>
  extends SpecOptions<L> {
  /** The states, at least one. */
  readonly states: readonly S[];
}

/** A counter as data. */
export interface CounterSpec<L extends LabelSchema = LabelSchema> extends SpecOptions<L> {
  /** The kind of collector that the spec declares. */
  readonly kind: "counter";
}

/** A gauge as data. */
export interface GaugeSpec<L extends LabelSchema = LabelSchema> extends SpecOptions<L> {
  /** The kind of collector that the spec declares. */
  readonly kind: "gauge";
}

/** A histogram as data. */
export interface HistogramSpec<L extends LabelSchema = LabelSchema> extends HistogramOptions<L> {
  /** The kind of collector that the spec declares. */
  readonly kind: "histogram";
}

/** A summary as data. */
export interface SummarySpec<L extends LabelSchema = LabelSchema> extends SummaryOptions<L> {
  /** The kind of collector that the spec declares. */
  readonly kind: "summary";
}

/** A collector as data: in no registry until something that uses it is bound. */
export type CollectorSpec<L extends LabelSchema = LabelSchema> =
  | CounterSpec<L>
  | GaugeSpec<L>
  | HistogramSpec<L>
  | SummarySpec<L>;

/** The properties of a spec that a registry needs. */
export interface AnySpec<K extends keyof ChildOf = keyof ChildOf, L extends LabelSchema = LabelSchema> {
  /** Kind of the collector to create. */
  readonly kind: K;
  /** Names of its labels. */
  readonly labelNames?: L | undefined;
}

/** The labels that a spec declares. */
export type SchemaOf<S> = S extends {
  /** The label names of the spec. */
  readonly labelNames?: (infer L extends LabelSchema) | undefined;
}
  ? L
  : readonly [];
