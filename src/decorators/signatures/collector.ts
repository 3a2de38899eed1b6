import type { InstrumentationKind } from "../../metadata/declaration.js";
import type { labelsOf } from "../../model/labels.js";
import type { MissingLabels } from "./compiler-errors.js";

/** The kinds of collectors that each decorator accepts. */
export interface CollectorKinds {
  /** Of {@link Timer} and {@link timed}. A gauge shows the duration of the last call. */
  readonly timer: "histogram" | "summary" | "gauge";
  /** Of {@link InProgress} and {@link trackInProgress}. */
  readonly inProgress: "gauge";
  /** Of {@link CountExceptions} and {@link countExceptions}. */
  readonly countExceptions: "counter";
  /** Of {@link CountCalls} and {@link countCalls}. */
  readonly countCalls: "counter";
}

/**
 * A collector that a decorator accepts: its spec, or a live collector.
 *
 * @typeParam D - What the decorator measures.
 * @typeParam L - The label values of one series.
 */
export interface CollectorFor<D extends InstrumentationKind, L = unknown> {
  /** The kind of collector. */
  readonly kind: CollectorKinds[D];
  /** The name. */
  readonly name: string;
  /** Exists only for the compiler. @hidden */
  readonly [labelsOf]?: { readonly values: L } | undefined;
}

/**
 * A collector that a decorator accepts without the option `labels`, because it has no labels.
 *
 * @typeParam D - What the decorator measures.
 */
export interface CollectorWithoutLabels<D extends InstrumentationKind> {
  /** The kind of collector. */
  readonly kind: CollectorKinds[D];
  /** The name. */
  readonly name: string;
  /** Exists only for the compiler. @hidden */
  readonly [labelsOf]?: { readonly required: (names: MissingLabels) => void } | undefined;
}
