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
