import type { Exemplar } from "../../../model/metric.js";
import type { Line } from "./line.js";

/** One line's sample, assigned to its family. */
export interface Sample {
  /** What the sample's name adds to the family's. */
  readonly suffix: string;
  /** The labels of the series, without the one that tells its samples apart. */
  readonly labels: ReadonlyMap<string, string>;
  /** The value of `le`, `quantile` or the state set's own label. */
  readonly member: string | undefined;
  /** The number. */
  readonly value: number;
  /** In seconds since the Unix epoch. */
  readonly timestamp: number | undefined;
  /** Of OpenMetrics only. */
  readonly exemplar: Exemplar | undefined;
  /** Where it stands. */
  readonly line: Line;
}

/** The samples of one series at one time. */
export interface Point {
  /** What the samples have in common. */
  readonly labels: ReadonlyMap<string, string>;
  /** Their time, in seconds since the Unix epoch. */
  readonly timestamp: number | undefined;
  /** In the order of the body, at least one. */
  readonly samples: Sample[];
  /** What `memberKey` says of each. */
  readonly members: Set<string>;
}

/** Which of a series' samples one is: its suffix and its bound, quantile or state. */
export function memberKey({ suffix, member = "" }: Sample): string {
  return `${suffix} ${member}`;
}
