import type { Labels } from "./metric.js";
import type { MetricFamily, MetricType } from "./metric-family.js";

/** Why a collector was left out of a scrape. */
export type GatherFailure = "collector" | "deadline" | "duplicate" | "invalid";

/** What a gather may be asked for. */
export interface GatherOptions {
  /** Only families of these names (the name as the family bears it); all when absent. */
  readonly names?: ReadonlySet<string> | undefined;
  /** When it aborts, collectors that have not answered are left out. */
  readonly deadline?: AbortSignal | undefined;
  /** Hears of each collector that was left out, in addition to {@link onError}. */
  readonly onFailure?: ((cause: GatherFailure, error: Error) => void) | undefined;
}

/** What a collector promises to give, so that clashes are found when it is registered. */
export interface FamilyDescription {
  /** The full family name. */
  readonly name: string;
  /** The family's type. */
  readonly type: MetricType;
  /** What is measured. */
  readonly help: string;
  /** The base unit, if there is one. */
  readonly unit?: string | undefined;
  /** The names of the labels that differ from series to series, where they are known. */
  readonly labelNames?: readonly string[] | undefined;
  /** Labels with fixed values. Collectors that differ in these values alone share a family. */
  readonly constLabels?: Readonly<Record<string, string>> | undefined;
  /** What else must be equal in a family, as text: bucket bounds, quantiles, states. */
  readonly compatibilityKey?: string | undefined;
}

/** What a collector lost, by cause; shown by the registry as counters of the library's own. */
export interface DroppedUpdates {
  /** Updates beyond `maxSeries`. */
  readonly overflow: number;
  /** Updates that failed inside a decorator. */
  readonly instrumentation: number;
  /** Exemplars beyond the 128 code points that OpenMetrics allows, or of NaN, which lies in no bucket. */
  readonly exemplars: number;
  /** Calls that returned a promise of another library, and were measured only until they returned. */
  readonly thenables?: number | undefined;
}

/**
 * Anything that can be asked for metric families at a scrape. Write one to expose what another system counts:
 * build new families each time, and do not touch live collectors from inside.
 */
export interface Collector {
  /** The families as of now. May throw or reject: the scrape then goes on without this collector. */
  collect(): readonly MetricFamily[] | Promise<readonly MetricFamily[]>;
  /** The families that `collect` will give, so that name clashes are refused when the collector is registered. */
  describe?(): readonly FamilyDescription[];
  /** What the collector could not keep. */
  droppedUpdates?(): DroppedUpdates;
}

/** How a collector is registered. */
export interface RegisterOptions {
  /** Whether a live collector that is there under the same definition is returned instead (default: it is refused as a clash). */
  readonly reuse?: boolean | undefined;
}

/** Where collectors are kept. */
export interface Registerer {
  /** Adds a collector and returns it; throws when its names clash with what is there. */
  register<C extends Collector>(collector: C, options?: RegisterOptions): C;
  /** Takes a collector out; says whether it was there. */
  unregister(collector: Collector): boolean;
}

/** What can be scraped or pushed. */
export interface Gatherer {
  /** What stands before the name of each family. The service and `@PushMetrics` put it before the names of what they add. */
  readonly prefix?: string | undefined;
  /** What each series carries. The service and `@PushMetrics` put it on what they add. */
  readonly constLabels?: Labels | undefined;
  /**
   * All families, sorted by name. Does not reject because of one collector: that one is left out, see
   * {@link GatherOptions.onFailure}.
   */
  gather(options?: GatherOptions): Promise<Gathered>;
}

/**
 * The families of one scrape. Until it is disposed (or collected as garbage) the slots of series that are removed
 * are not given to others: use `using`, or dispose it when the bytes are written.
 */
export interface Gathered extends ReadonlyArray<MetricFamily>, Disposable {}
