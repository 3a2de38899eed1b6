import type { MetricFamily, MetricType } from "../../model/families/metric-family.js";
import type { TotalSuffixes } from "../../model/families/metric-types.js";

/** The differences between the text formats. */
export interface TextSyntax {
  /** Returns the metadata lines of a family. */
  metadata(family: MetricFamily, name: string): string;
  /** Returns the type that the format shows, which determines whether a series has an exemplar and a `_created` sample. */
  typeOf(family: MetricFamily): MetricType;
  /** Formats a timestamp, which is in seconds since the Unix epoch. */
  timestamp(seconds: number): string;
  /** Returns the suffixes of the sum and the count of a type. */
  totals(type: MetricType): TotalSuffixes;
  /** Whether a sum may be written. A histogram's count is written only with its sum. */
  allowsSum(type: MetricType, sum: number, hasNegativeBounds: boolean): boolean;
  /** Whether the value of a quantile may be written. */
  allowsQuantile(value: number): boolean;
  /** Whether exemplars are written. */
  readonly exemplars: boolean;
  /** Whether `_created` samples are written if they are requested. */
  readonly created: boolean;
  /** The text after the last family. */
  readonly end: string;
}
