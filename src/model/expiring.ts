import type { ChildOf, LiveCollector } from "./children.js";

/** The key of {@link ExpiringCollector.expireIdle}, for all copies of the package. */
export const expireIdle: unique symbol = Symbol.for("narthex.expireIdle") as never;

/** The key of {@link ExpiringCollector.continued}, for all copies of the package. */
export const continued: unique symbol = Symbol.for("narthex.continued") as never;

/** The part of a collector that concerns the expiry of its series. Custom collectors have no such part. */
export interface ExpiringCollector<Child = unknown> {
  /**
   * Removes the idle series, in steps between which the caller may pause. A gather calls it before `collect`.
   *
   * @returns the steps, or `undefined` if the series do not expire
   */
  [expireIdle]?(): Generator<void> | undefined;
  /**
   * Returns the child for label values as `labels` does. But an expired series whose child is still in use continues
   * from its old values, instead of starting at 0.
   */
  [continued]?(values: never): Child;
}

/**
 * Returns a child by its label values, for code that keeps it. An expired series continues from its old values while a
 * wrapper or a running call refers to its child, so that no update is lost, and `inc` and `dec` balance.
 */
export function continuedChild<K extends keyof ChildOf>(
  collector: Pick<LiveCollector<K>, "labels">,
  labels: unknown,
): ChildOf[K] {
  const { [continued]: expiring } = collector as ExpiringCollector<ChildOf[K]>;
  return expiring === undefined ? collector.labels(labels as never) : expiring.call(collector, labels as never);
}
