import type { DeclaredLabels, LabelSchema, labelsOf } from "./labels.js";

/** Options of all specs. */
export interface SpecOptions<L extends LabelSchema = LabelSchema> {
  /**
   * The name, `[a-zA-Z_:][a-zA-Z0-9_:]*`. The suffixes `_total` of a counter and `_info` of an info are added if
   * missing; see also {@link CounterOptions.totalSuffix}. The {@link namespace} and {@link subsystem} are put before the name.
   */
  readonly name: string;
  /** The help text: a sentence that says what is measured. Prometheus shows it with the metric. It may be empty. */
  readonly help: string;
  /** The names of the labels that differ from series to series, or the names with their allowed values. */
  readonly labelNames?: L | undefined;
  /** Labels with fixed values, which every series of the collector has. */
  readonly constLabels?: Readonly<Record<string, string>> | undefined;
  /** The base unit (`seconds`, `bytes`, …). The name must end in it, before a counter's `_total`. */
  readonly unit?: string | undefined;
  /** The first part of the name, joined with `_`: the application or library. */
  readonly namespace?: string | undefined;
  /** The second part of the name, joined with `_`. */
  readonly subsystem?: string | undefined;
  /**
   * The maximum number of series (default 10,000; `Infinity` for no limit). Updates beyond it go to one series whose
   * label values are `__overflow__`, and are counted in `narthex_series_overflow_total`.
   */
  readonly maxSeries?: number | undefined;
  /**
   * The time in seconds after which a series that is not updated expires (default: never). It should be several times
   * as long as the longest scrape interval. It has no effect without labels.
   */
  readonly ttlSeconds?: number | undefined;
  /**
   * The allowed names: `legacy` (default), or `utf8` for any UTF-8 text. Such names are escaped for scrapers that do
   * not support them. Prometheus 3 does.
   */
  readonly nameValidation?: "legacy" | "utf8" | undefined;
  /**
   * The value that replaces all other values of labels declared with their values. Without it, other values are errors.
   */
  readonly otherValue?: string | undefined;
}

/** Options of counter specs. */
export interface CounterOptions<L extends LabelSchema = LabelSchema> extends SpecOptions<L> {
  /**
   * Whether the name ends in `_total`, which is added if missing (default: `true`). With `false`, the name stays as it
   * is given, in every format. OpenMetrics has no counter without `_total`: it shows such a family as `unknown`, without
   * exemplars and creation times.
   */
  readonly totalSuffix?: boolean | undefined;
}

/** Options of native histograms; see the native histograms specification. */
export interface NativeOptions {
  /**
   * The ratio of each bucket bound to the one before, above 1 (default 1.1). The next finer schema is used: 3 by
   * default.
   */
  readonly growthFactor?: number | undefined;
  /** The maximum absolute value in the zero bucket (default 2 ** -128; at least 2 ** -1072). */
  readonly zeroThreshold?: number | undefined;
  /** The threshold up to which the zero bucket may be widened to save buckets (default: it is not widened). */
  readonly maxZeroThreshold?: number | undefined;
  /**
   * The maximum number of buckets before the resolution of a series is reduced (default 160). 0 and `Infinity`: no
   * limit.
   */
  readonly maxBuckets?: number | undefined;
  /** The minimum time in seconds between two resets that save buckets (default 3600). 0 and `Infinity`: no resets. */
  readonly minResetSeconds?: number | undefined;
}

/** Options of histogram specs. */
export interface HistogramSpecOptions<L extends LabelSchema = LabelSchema> extends SpecOptions<L> {
  /**
   * The upper bounds of the classic buckets in increasing order, without `Infinity`. The default without `native` is
   * `.005 .01 .025 .05 .1 .25 .5 1 2.5 5 10`.
   */
  readonly buckets?: readonly number[] | undefined;
  /** Whether the histogram has native buckets, or their options. With `buckets` it also has classic buckets. */
  readonly native?: boolean | NativeOptions | undefined;
}

/** Options of summary specs. */
export interface SummarySpecOptions<L extends LabelSchema = LabelSchema> extends SpecOptions<L> {
  /** The quantiles, each with its allowed error, for example `{ 0.5: 0.05, 0.99: 0.001 }` (default: none). */
  readonly quantiles?: Readonly<Record<number, number>> | undefined;
  /** The width of the sliding window of the quantiles, in seconds (default 600). */
  readonly maxAgeSeconds?: number | undefined;
  /** The number of steps in the window, an integer of at least 1 (default 5). Each step needs memory. */
  readonly ageBuckets?: number | undefined;
}

/** Options of state set specs. */
export interface StateSetSpecOptions<L extends LabelSchema = LabelSchema, S extends string = string>
  extends SpecOptions<L> {
  /** The states. There must be at least one. */
  readonly states: readonly S[];
}

/** Options of info specs. With `labelNames` an info accepts exactly these facts, without them any facts. */
export type InfoSpecOptions<L extends LabelSchema = LabelSchema> = Pick<
  SpecOptions<L>,
  "name" | "help" | "labelNames" | "constLabels" | "namespace" | "subsystem" | "nameValidation"
>;

/** The declaration of a counter. */
export interface CounterSpec<L extends LabelSchema = LabelSchema> extends CounterOptions<L> {
  /** The kind of collector. */
  readonly kind: "counter";
  /** Exists only for the compiler. @hidden */
  readonly [labelsOf]?: DeclaredLabels<L> | undefined;
}

/** The declaration of a gauge. */
export interface GaugeSpec<L extends LabelSchema = LabelSchema> extends SpecOptions<L> {
  /** The kind of collector. */
  readonly kind: "gauge";
  /** Exists only for the compiler. @hidden */
  readonly [labelsOf]?: DeclaredLabels<L> | undefined;
}

/** The declaration of a histogram. */
export interface HistogramSpec<L extends LabelSchema = LabelSchema> extends HistogramSpecOptions<L> {
  /** The kind of collector. */
  readonly kind: "histogram";
  /** Exists only for the compiler. @hidden */
  readonly [labelsOf]?: DeclaredLabels<L> | undefined;
}

/** The declaration of a summary. */
export interface SummarySpec<L extends LabelSchema = LabelSchema> extends SummarySpecOptions<L> {
  /** The kind of collector. */
  readonly kind: "summary";
  /** Exists only for the compiler. @hidden */
  readonly [labelsOf]?: DeclaredLabels<L> | undefined;
}

/** The declaration of an info. */
export interface InfoSpec<L extends LabelSchema = LabelSchema> extends InfoSpecOptions<L> {
  /** The kind of collector. */
  readonly kind: "info";
}

/** The declaration of a state set. */
export interface StateSetSpec<L extends LabelSchema = LabelSchema, S extends string = string>
  extends StateSetSpecOptions<L, S> {
  /** The kind of collector. */
  readonly kind: "stateset";
}

/** The declaration of a collector. It is registered when a class that uses it is bound. */
export type CollectorSpec<L extends LabelSchema = LabelSchema> =
  | CounterSpec<L>
  | GaugeSpec<L>
  | HistogramSpec<L>
  | SummarySpec<L>
  | InfoSpec<L>
  | StateSetSpec<L>;

/** The properties of a spec that a registry needs. */
export interface AnySpec<K extends string = string, L extends LabelSchema = LabelSchema> {
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

/** The states that a spec declares. */
export type StatesOf<S> = S extends {
  /** The states of the spec. */
  readonly states: readonly (infer State extends string)[];
}
  ? State
  : string;
