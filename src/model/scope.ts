/** What is put on all families of a registry, or of a set of collectors. */
export interface Scope {
  /** Before every name. */
  readonly prefix?: string | undefined;
  /** Before the labels of every series. */
  readonly constLabels?: Readonly<Record<string, string>> | undefined;
}
