import type { DroppedUpdates, droppedUpdates } from "./dropped-updates.js";
import type { Labels } from "./families/metric.js";
import type { MetricFamily, MetricType } from "./families/metric-family.js";

/** The reason why a collector was left out of a scrape. */
export type GatherFailure = "collector" | "deadline" | "duplicate" | "invalid";

/** Options of a gather. */
export interface GatherOptions {
  /**
   * The full names of the families to return (default: all): an array, a `Set`, a generator or another iterable, but
   * not a string.
   */
  readonly names?: (Iterable<string> & object) | undefined;
  /** A signal. When it aborts, collectors that have not answered are left out. */
  readonly deadline?: AbortSignal | undefined;
  /** Called for each collector that is left out, in addition to {@link onError}. */
  readonly onFailure?: ((cause: GatherFailure, error: Error) => void) | undefined;
}

/** The description of a family that a collector will return, so that conflicts are found when it is registered. */
export interface FamilyDescription {
  /** The full family name. */
  readonly name: string;
  /** The family's type. */
  readonly type: MetricType;
  /** The help text. */
  readonly help: string;
  /** The base unit, if there is one. */
  readonly unit?: string | undefined;
  /** The names of the labels that differ from series to series, if they are known. */
  readonly labelNames?: readonly string[] | undefined;
  /** Labels with fixed values. Collectors that differ only in these values share a family. */
  readonly constLabels?: Readonly<Record<string, string>> | undefined;
  /** Other settings that must be equal within a family, as text: bucket bounds, quantiles, states. */
  readonly compatibilityKey?: string | undefined;
}

/**
 * A source of metric families for scrapes. Implement it to expose values that another system counts. Create new
 * families each time, and do not use other collectors inside.
 */
export interface Collector {
  /** Returns the current families. If it throws or rejects, the scrape continues without this collector. */
  collect(): readonly MetricFamily[] | Promise<readonly MetricFamily[]>;
  /**
   * Returns the families that `collect` will return, so that name conflicts are rejected when the collector is
   * registered.
   */
  describe?(): readonly FamilyDescription[];
  /** @internal */
  [droppedUpdates]?(): DroppedUpdates;
}

/** Options of a registration. */
export interface RegisterOptions {
  /** Whether to return an existing collector with the same definition instead (default: `false`, it is a conflict). */
  readonly reuse?: boolean | undefined;
}

/** A set of registered collectors. */
export interface Registerer {
  /** Adds a collector and returns it. Throws if its names conflict with those of another. */
  register<C extends Collector>(collector: C, options?: RegisterOptions): C;
  /** Removes a collector, or all collectors of a family by its name. Returns whether one was registered. */
  unregister(collector: Collector | string): boolean;
}

/** A source of families that can be scraped or pushed. */
export interface Gatherer {
  /** The prefix of all family names. The service and `@PushMetrics` also add it to the families of their own. */
  readonly prefix?: string | undefined;
  /** The labels of all series. The service and `@PushMetrics` also add them to the series of their own. */
  readonly constLabels?: Labels | undefined;
  /**
   * Returns all families, sorted by name. It does not reject when a collector fails: that collector is left out, see
   * {@link GatherOptions.onFailure}.
   */
  gather(options?: GatherOptions): Promise<Gathered>;
}

/**
 * The families of one scrape. The slots of series that are removed are not reused before it is disposed or
 * garbage-collected. Declare it with `using`, or dispose it when the bytes are written.
 */
export interface Gathered extends ReadonlyArray<MetricFamily>, Disposable {}
