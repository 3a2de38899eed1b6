/** The differences between the text formats in how names, labels and help are read. */
export interface ParserSyntax {
  /**
   * Whether the rules of OpenMetrics apply: tokens are separated by single spaces, and unknown escape sequences are
   * kept.
   */
  readonly openMetrics: boolean;
  /** Whether names may be quoted, and may then contain any character. */
  readonly quotedNames: boolean;
}
