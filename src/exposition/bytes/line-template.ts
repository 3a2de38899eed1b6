/**
 * The parts of a line that are the same for all series of a collector: those before and after the series' own labels.
 */
export interface LineTemplate {
  /** The memory that has the parts of all lines of a collector, padded. */
  readonly bytes: DataView;
  /** The position of the first part: the name, the opening brace and the constant labels. */
  readonly head: number;
  /** The position after the first part. */
  readonly headEnd: number;
  /** The position of the second part: the label that the format adds, the closing brace and a space. */
  readonly tail: number;
  /** The position after the second part. */
  readonly tailEnd: number;
}

/** Returns the number of bytes that a template adds to each line. */
export function sizeOf({ head, headEnd, tail, tailEnd }: LineTemplate): number {
  return headEnd - head + tailEnd - tail;
}
