import type { FamilyDescription } from "../model/collector.js";
import type { HistogramMetric, InfoMetric, Labels } from "../model/families/metric.js";
import type { MetricFamily } from "../model/families/metric-family.js";

/** A declaration of one runtime metric. */
export interface RuntimeMetric {
  /** The type of the family. */
  readonly type: "counter" | "gauge" | "histogram" | "info";
  /** The help text, one sentence. */
  readonly help: string;
  /** The names of the variable labels. */
  readonly labelNames?: readonly string[];
  /** The platforms that provide the metric (default: all). */
  readonly platforms?: string;
  /** Whether the name breaks the naming rules and the metric requires `legacyNames`. */
  readonly legacy?: boolean;
}

/** One series of a counter or gauge. */
export interface NumberReading {
  /** The variable labels of the series. */
  readonly labels: Labels;
  /** The current value. */
  readonly value: number;
}

/** The reading of one metric: a number if it has no labels, otherwise its series. `undefined` omits the metric. */
export type Reading = number | readonly (NumberReading | HistogramMetric | InfoMetric)[] | undefined;

/** Readings by metric name. */
export type Readings<N extends string = string> = { readonly [name in N]?: Reading };

/** An open source. */
export interface Reader<N extends string = string> {
  /** Reads all metrics of the source. */
  read(): Readings<N> | Promise<Readings<N>>;
  /** Stops what `open` started. */
  close?(): void;
}

/** A group of metrics that are read together. */
export interface RuntimeSource<N extends string = string> {
  /** The metrics by name. */
  readonly metrics: { readonly [name in N]: RuntimeMetric };
  /** Starts observing. Nothing that it starts keeps the process alive. */
  open(): Reader<N>;
}

/**
 * Checks at compile time that a source reads only metrics that it declares, and widens its type.
 *
 * @internal
 */
export function runtimeSource<const N extends string>(source: RuntimeSource<N>): RuntimeSource {
  return source;
}

/** The base unit at the end of a name. */
const unit = /_(seconds|bytes)(?:_total)?$/;

/**
 * Returns the description of a metric's family.
 *
 * @internal
 */
export function describeMetric(name: string, { type, help }: RuntimeMetric): FamilyDescription {
  return { name, help, type, unit: unit.exec(name)?.[1] };
}

/**
 * Returns the family of one metric, or `undefined` if the metric was not read.
 *
 * @internal
 */
export function familyOf(
  description: FamilyDescription,
  reading: Reading,
  constLabels: Labels,
): MetricFamily | undefined {
  if (reading === undefined) return undefined;
  const { name, help, type, unit } = description;
  return { name, help, type, unit, metrics: metricsOf(reading, constLabels) } as MetricFamily;
}

function metricsOf(reading: NonNullable<Reading>, constLabels: Labels): Reading {
  if (typeof reading === "number") return [{ labels: constLabels, value: reading }];
  if (Object.keys(constLabels).length === 0) return reading;
  return reading.map((one) => ({ ...one, labels: { ...constLabels, ...one.labels } }));
}
