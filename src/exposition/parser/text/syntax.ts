/** What sets the text formats apart in how names, labels and help are read. */
export interface ParserSyntax {
  /** OpenMetrics: nothing but single spaces between tokens, and a backslash before any other character stands for itself. */
  readonly openMetrics: boolean;
  /** Names may be quoted and then hold any character. */
  readonly quotedNames: boolean;
}
