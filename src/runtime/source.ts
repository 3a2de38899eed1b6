import type { FamilyDescription } from "../model/collector.js";
import type { HistogramMetric, InfoMetric, Labels } from "../model/metric.js";
import type { MetricFamily } from "../model/metric-family.js";

/** One metric that the runtime reports, as data. */
export interface RuntimeMetric {
  /** Which kind of family it is. */
  readonly type: "counter" | "gauge" | "histogram" | "info";
  /** What is measured, in a sentence. */
  readonly help: string;
  /** The labels that differ from series to series. */
  readonly labelNames?: readonly string[];
  /** Where it exists; everywhere when absent. */
  readonly platforms?: string;
  /** Whether it breaks the naming rules and is shown with `legacyNames` only. */
  readonly legacy?: boolean;
}

/** One series of a counter or gauge. */
export interface NumberReading {
  /** The series' own labels. */
  readonly labels: Labels;
  /** The value as of now. */
  readonly value: number;
}

/** What was read for one metric: a number where there are no labels, else its series; `undefined` leaves it out. */
export type Reading = number | readonly (NumberReading | HistogramMetric | InfoMetric)[] | undefined;

/** Readings by metric name. */
export type Readings<N extends string = string> = { readonly [name in N]?: Reading };

/** A source that was opened. */
export interface Reader<N extends string = string> {
  /** Reads all metrics of the source. */
  read(): Readings<N> | Promise<Readings<N>>;
  /** Ends what `open` began. */
  close?(): void;
}

/** Where a few metrics come from together. */
export interface RuntimeSource<N extends string = string> {
  /** The metrics by name. */
  readonly metrics: { readonly [name in N]: RuntimeMetric };
  /** Begins to observe. Nothing that it starts keeps the process alive. */
  open(): Reader<N>;
}

/**
 * Checks that a source reads no metric that it does not declare, then forgets the names.
 *
 * @internal
 */
export function runtimeSource<const N extends string>(source: RuntimeSource<N>): RuntimeSource {
  return source;
}

/** The base unit, which the runtime's names all end in when they have one. */
const unit = /_(seconds|bytes)(?:_total)?$/;

/**
 * What every family of a metric has.
 *
 * @internal
 */
export function describeMetric(name: string, { type, help }: RuntimeMetric): FamilyDescription {
  return { name, help, type, unit: unit.exec(name)?.[1] };
}

/**
 * Builds the family of one metric, or nothing when it was not read.
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
