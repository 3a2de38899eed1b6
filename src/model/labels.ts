/**
 * The value of a label. Numbers and booleans are converted with `String(value)`: `200` and `"200"` are the same series.
 */
export type LabelValue = string | number | boolean;

/** The value of an optional label. `undefined`, `null` and `""` mean that the series does not have the label. */
export type OptionalLabelValue = LabelValue | null | undefined;

/**
 * The declaration of a collector's labels: a list of names, or a record of names with their allowed values (`true` for
 * any). A `?` after a name makes the label optional; it is not part of the name.
 *
 * @example
 * ```ts
 * const names: LabelSchema = ["method", "route"];
 * const names2: LabelSchema = { method: ["GET", "POST"], route: true };
 * const names3: LabelSchema = ["method", "tenant?"];
 * ```
 */
export type LabelSchema = readonly string[] | { readonly [name: string]: readonly string[] | true };

/** The label names of a schema, as a union of literals. */
export type LabelNameOf<L extends LabelSchema> = Extract<keyof LabelValues<L>, string>;

/**
 * The label values of one series: exactly one for each name of the schema, of which those of optional labels may be
 * absent. If the names are not known to the compiler, any label may be.
 */
export type LabelValues<L extends LabelSchema> = L extends readonly string[]
  ? DeclaredOptional<L[number]> extends never
    ? { readonly [K in L[number]]: string extends K ? OptionalLabelValue : LabelValue }
    : ValuesWithOptional<{ readonly [K in L[number]]: true }>
  : DeclaredOptional<keyof L> extends never
    ? { readonly [K in keyof L]: ValueOfLabel<L[K]> | (string extends K ? null | undefined : never) }
    : ValuesWithOptional<L>;

/** The names that end in `?`. */
export type DeclaredOptional<Names> = Extract<Names, `${string}?`>;

/** The label values of one series, if some labels are optional. */
export type ValuesWithOptional<L> = MergedLabels<
  { readonly [K in Exclude<keyof L, `${string}?`>]: ValueOfLabel<L[K]> } & {
    readonly [K in keyof L as K extends `${infer Name}?` ? Name : never]?: ValueOfLabel<L[K]> | null | undefined;
  }
>;

/** The values of a label, as the record form of a schema declares it. */
export type ValueOfLabel<Declared> = Declared extends readonly string[] ? Declared[number] : LabelValue;

/** The labels of an intersection as one object, which reads better in messages. */
export type MergedLabels<Labels> = { readonly [K in keyof Labels]: Labels[K] };

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
