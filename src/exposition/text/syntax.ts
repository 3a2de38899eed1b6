import type { MetricFamily, MetricType } from "../../model/metric-family.js";

/** How the text formats differ from one another. */
export interface TextSyntax {
  /** The metadata lines of a family. */
  metadata(family: MetricFamily, name: string): string;
  /** A sample's time, from seconds since the Unix epoch. */
  timestamp(seconds: number): string;
  /** What the sum and the count of a type are called. */
  totals(type: MetricType): { readonly sum: string; readonly count: string };
  /** Whether a sum may be written; a histogram's count then goes with it. */
  allowsSum(type: MetricType, sum: number, hasNegativeBounds: boolean): boolean;
  /** Whether a quantile's value may be written. */
  allowsQuantile(value: number): boolean;
  /** Whether exemplars are written. */
  readonly exemplars: boolean;
  /** Whether `_created` samples are written, if they are asked for. */
  readonly created: boolean;
  /** What ends the exposition. */
  readonly end: string;
}
