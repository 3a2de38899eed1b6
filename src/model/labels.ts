/**
 * The value of a label. Numbers and booleans are converted with `String(value)`: `200` and `"200"` are the same series.
 */
export type LabelValue = string | number | boolean;

/**
 * The declaration of a collector's labels: a list of names, or a record of names with their allowed values (`true` for
 * any).
 *
 * @example
 * ```ts
 * const names: LabelSchema = ["method", "route"];
 * const names2: LabelSchema = { method: ["GET", "POST"], route: true };
 * ```
 */
export type LabelSchema = readonly string[] | { readonly [name: string]: readonly string[] | true };

/** The label names of a schema, as a union of literals. */
export type LabelNameOf<L extends LabelSchema> = L extends readonly string[] ? L[number] : Extract<keyof L, string>;

/** The label values of one series: exactly one for each name of the schema. */
export type LabelValues<L extends LabelSchema> = L extends readonly string[]
  ? { readonly [K in L[number]]: LabelValue }
  : { readonly [K in keyof L]: L[K] extends readonly string[] ? L[K][number] : LabelValue };

/** Whether a schema has no labels, as far as its type shows. */
export type IsUnlabelled<L extends LabelSchema> = L extends readonly []
  ? true
  : keyof LabelValues<L> extends never
    ? true
    : false;

/** The arguments of an update method: label values first if the schema has labels, then the rest. */
export type LabelledArguments<L extends LabelSchema, Rest extends readonly unknown[]> =
  IsUnlabelled<L> extends true ? Rest : [labels: LabelValues<L>, ...Rest];

/**
 * The key of a property that exists only for the compiler: the labels of a spec or a collector, from which decorators
 * infer the option `labels`.
 */
export declare const labelsOf: unique symbol;

/** The labels of a spec or a collector, as decorators read them. */
export interface DeclaredLabels<L extends LabelSchema> {
  /** The names of the labels. Without it, a collector of more labels would be accepted in place of one with fewer. */
  readonly names: keyof LabelValues<L>;
  /** The values that the option `labels` of a decorator gives. */
  readonly values: IsUnlabelled<L> extends true ? NoLabels : LabelValues<L>;
  /**
   * Not present at run time. It accepts the names of the labels if there must be an option `labels`, and otherwise
   * anything. A method, so that specs with any labels include those with some.
   */
  required(names: Record<never, never> extends LabelValues<L> ? unknown : keyof LabelValues<L>): void;
}

// A type alias, so that it is one of `Record<string, LabelValue>`, as interfaces are not.
/** In the place of label values: the collector has no labels. */
export type NoLabels = {
  /** Never present. */
  readonly "the collector has no labels": never;
};
