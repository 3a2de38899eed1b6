/** A prefix and labels for all families of a registry, or of a set of collectors. */
export interface Scope {
  /** The prefix of every name. */
  readonly prefix?: string | undefined;
  /** The labels of every series, which come before its own. */
  readonly constLabels?: Readonly<Record<string, string>> | undefined;
}
