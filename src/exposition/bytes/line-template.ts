/**
 * The parts of a line that are the same for all series of a collector: those before and after the series' own labels.
 */
export interface LineTemplate {
  /** The bytes of all lines of a collector, padded. */
  readonly bytes: DataView;
  /** The offset of the first part: the name, the opening brace and the constant labels. */
  readonly head: number;
  /** The offset at which the first part ends. */
  readonly headEnd: number;
  /** The offset of the second part: the label that the format adds, the closing brace and a space. */
  readonly tail: number;
  /** The offset at which the second part ends. */
  readonly tailEnd: number;
}
