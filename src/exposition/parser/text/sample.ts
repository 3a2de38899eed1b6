import type { Exemplar } from "../../../model/families/metric.js";
import type { Line } from "./line.js";

/** The sample of one line, assigned to its family. */
export interface Sample {
  /** The suffix that the sample adds to the family name. */
  readonly suffix: string;
  /** The labels of the series, without the one that distinguishes its samples. */
  readonly labels: ReadonlyMap<string, string>;
  /** The value of `le`, `quantile` or the state set's own label. */
  readonly member: string | undefined;
  /** The value. */
  readonly value: number;
  /** The timestamp, in seconds since the Unix epoch. */
  readonly timestamp: number | undefined;
  /** The exemplar, in OpenMetrics only. */
  readonly exemplar: Exemplar | undefined;
  /** The line of the sample. */
  readonly line: Line;
}

/** The samples of one series at one time. */
export interface Point {
  /** The labels of the series. */
  readonly labels: ReadonlyMap<string, string>;
  /** The timestamp of the samples, in seconds since the Unix epoch. */
  readonly timestamp: number | undefined;
  /** The samples in the order of the body, at least one. */
  readonly samples: Sample[];
  /** The {@link memberKey} of each sample. */
  readonly members: Set<string>;
}

/**
 * Returns a key that distinguishes a sample from the others of its series: its suffix and its bound, quantile or state.
 */
export function memberKey({ suffix, member = "" }: Sample): string {
  return `${suffix} ${member}`;
}
