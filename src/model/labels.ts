/** What a label may be set to. Numbers and booleans are written as `String(value)`: `200` and `"200"` are one series. */
export type LabelValue = string | number | boolean;

/**
 * How a collector's label names are declared: a list of names, or a record that also says which values each may take
 * (`true` for any).
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

/** The label values that one series of a collector needs: each name of the schema, no other. */
export type LabelValues<L extends LabelSchema> = L extends readonly string[]
  ? { readonly [K in L[number]]: LabelValue }
  : { readonly [K in keyof L]: L[K] extends readonly string[] ? L[K][number] : LabelValue };

/** Whether a schema has no label at all, as far as types can see. */
export type IsUnlabelled<L extends LabelSchema> = L extends readonly []
  ? true
  : keyof LabelValues<L> extends never
    ? true
    : false;

/** The arguments of a verb: label values first where there are labels, then the rest. */
export type LabelledArguments<L extends LabelSchema, Rest extends readonly unknown[]> =
  IsUnlabelled<L> extends true ? Rest : [labels: LabelValues<L>, ...Rest];
