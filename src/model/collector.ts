import type { MetricFamily } from "./metric-family.js";

/** Why a collector was left out of a scrape. */
export type GatherFailure = "collector" | "deadline" | "duplicate" | "invalid";

/** What a gather may be asked for. */
export interface GatherOptions {
  /** Only families of these names (the name as the family bears it); all when absent. */
  readonly names?: ReadonlySet<string>;
  /** When it aborts, collectors that have not answered are left out. */
  readonly signal?: AbortSignal;
  /** Hears of each collector that was left out, in addition to {@link onError}. */
  readonly onFailure?: (cause: GatherFailure, error: Error) => void;
}

/**
 * Anything that can be asked for metric families at a scrape. Write one to expose what another system counts:
 * build new families each time, and do not touch live collectors from inside.
 */
export interface Collector {
  /** The families as of now. May throw or reject: the scrape then goes on without this collector. */
  collect(): readonly MetricFamily[] | Promise<readonly MetricFamily[]>;
  /** The families that `collect` will give, so that name clashes are refused when the collector is registered. */
  describe?(): readonly Pick<MetricFamily, "name" | "type" | "help">[];
}

/** Where collectors are kept. */
export interface Registerer {
  /** Adds a collector and returns it; throws when its names clash with what is there. */
  register<C extends Collector>(collector: C): C;
  /** Takes a collector out; says whether it was there. */
  unregister(collector: Collector): boolean;
}

/** What can be scraped or pushed. */
export interface Gatherer {
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
