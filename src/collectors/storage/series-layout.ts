import type { ReadSeries } from "./read-metrics.js";

/** How the series of one kind of collector lie in their pages. */
export interface SeriesLayout {
  /** How many numbers a series has. */
  readonly stride: number;
  /** Reads one series. */
  readonly readSeries: ReadSeries;
  /** Bounds of classic buckets, of histograms. */
  readonly bounds?: readonly number[];
  /** The states, of state sets. */
  readonly states?: readonly string[];
  /** What else must be equal among collectors that share a family. */
  readonly compatibilityKey?: string;
}
