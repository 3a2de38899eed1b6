import type { LabelsOf } from "./collector.js";
import type { MissingLabels, NoLabels, NoSuchLabel } from "./compiler-errors.js";

/**
 * The option `labels` of a decorator: required if the collector has labels, not allowed if it has none, and optional if
 * the types do not say which labels it has.
 *
 * @typeParam C - The collector.
 * @typeParam V - The label values, as they are given.
 * @typeParam Seen - The call, as a `labels` function receives it.
 */
export type LabelsOption<C, V, Seen> = [keyof LabelsOf<C>] extends [never]
  ? NoLabels
  : Record<never, never> extends LabelsOf<C>
    ? Partial<RequiredLabels<V, LabelsOf<C>, Seen>>
    : RequiredLabels<V, LabelsOf<C>, Seen>;

/** The option `labels` of a decorator for a collector that has labels. */
export interface RequiredLabels<V, L, Seen> {
  /**
   * The label values of the series that a call updates: an object if every call updates the same series, or a function
   * that returns the values for a call. An error that the function throws is counted and reported, and never reaches
   * the caller.
   */
  readonly labels: (V & UnknownLabels<V, L>) | (((call: Seen) => V) & KnownLabels<V, L>);
}

/** The labels that `L` lacks, each with a type that no label value has. */
export type UnknownLabels<V, L> = { readonly [K in Exclude<keyof V, keyof L>]: NoSuchLabel<K> };

/** Any type, unless `V` has labels that `L` lacks. */
export type KnownLabels<V, L> = [V extends unknown ? Exclude<keyof V, keyof L> : never] extends [never]
  ? unknown
  : NoSuchLabel<Exclude<keyof V, keyof L>>;

/** A collector that a decorator accepts without the option `labels`. */
export type WithoutLabels<C> = C &
  (Record<never, never> extends LabelsOf<C> ? unknown : MissingLabels<keyof LabelsOf<C>>);

/** `undefined` if a collector needs no label values, and no type otherwise. */
export type OmittedOptions<C> = Record<never, never> extends LabelsOf<C> ? undefined : never;
