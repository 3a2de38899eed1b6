import type { LabelValue, NoLabels } from "../../model/labels.js";
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
  readonly labels?: Readonly<L> | ((call: Seen) => LiteralLabels<L, K> & ExactLabels<L, K>) | undefined;
}

// The names that a function returns are inferred, and not the object: names are the same types wherever they occur, so
// that the compiler reuses the types of an earlier decorator. `Readonly` keeps `L` from being inferred from the option.
/** The label values `L`, if there are no names besides theirs in `K`. */
export type ExactLabels<L, K> = [K] extends [keyof L] ? Readonly<L> : NoSuchLabel<Exclude<K, keyof L>>;

/**
 * Labels with any values. `keyof L` makes the compiler infer a text that a function returns as a literal, not as
 * `string`, so that it fits labels that are declared with their values.
 */
export type LiteralLabels<L, K extends PropertyKey> = { readonly [Name in K]: LabelValue | keyof L };

/** Requires the option `labels` if the collector has labels. */
export type LabelsRequired<L> = {
  readonly [Option in L extends NoLabels ? never : Record<never, never> extends L ? never : "labels"]: unknown;
};
