import type { NoLabels, OptionalLabelValue } from "../../model/labels.js";
import type { NoSuchLabel } from "./compiler-errors.js";

/**
 * The option `labels` of a decorator.
 *
 * @typeParam L - The label values of one series of the collector.
 * @typeParam K - The names of the labels that a function returns.
 * @typeParam Seen - The call, as a function receives it.
 */
export interface LabelsOption<L, K extends PropertyKey, Seen> {
  /**
   * The label values of the series that a call updates: an object if every call updates the same series, or a function
   * that returns the values for a call. An error that the function throws is counted and reported, and never reaches
   * the caller. Required if the collector has labels.
   */
  readonly labels?: Readonly<L> | ((call: Seen) => ReturnedLabels<L, K>) | undefined;
}

// The names that a function returns are inferred, and not the object: names are the same types wherever they occur, so
// that the compiler reuses the types of an earlier decorator. `Readonly` keeps `L` from being inferred from the option.
// One mapped type, and not an intersection, in which compilers before TypeScript 5.5 do not find the type that a label
// should have. They would then infer a text that a function returns as `string`, and not as a literal.
/**
 * The labels that a function returns: those of `L`, and no others.
 *
 * @typeParam L - The label values of one series of the collector.
 * @typeParam K - The names of the labels that the function returns.
 */
export type ReturnedLabels<L, K extends PropertyKey> = LabelsIn<L & { readonly [Name in K]?: unknown }, L>;

/**
 * The values of `L` for the names in `Named`. Other names make compilation fail.
 *
 * @typeParam Named - An object with the names.
 * @typeParam L - The label values of one series of the collector.
 */
export type LabelsIn<Named, L> = {
  readonly [Name in keyof Named]: Name extends keyof L ? L[Name] & OptionalLabelValue : NoSuchLabel<Name>;
};

/** Requires the option `labels` if the collector has labels. */
export type LabelsRequired<L> = {
  readonly [Option in L extends NoLabels ? never : Record<never, never> extends L ? never : "labels"]: unknown;
};
