import type { Collector } from "../model/collector.js";
import type { CollectorSpec } from "../model/specs.js";
import type { Registry } from "../registry/registry.js";

/** A source of collectors for bound classes: a `Registry` of any copy of the package. */
export interface CollectorSource {
  /** Returns the collector for a spec; see {@link Registry.getOrCreate}. */
  getOrCreate(spec: CollectorSpec): Collector;
  /** Registers a collector or returns the existing one; see {@link Registry.register}. */
  register?: Registry["register"] | undefined;
  /** Returns the first collector of a family; see {@link Registry.get}. */
  get?: Registry["get"] | undefined;
  /** Removes a collector that a newer definition replaces in development; see {@link Registry.unregister}. */
  unregister?: Registry["unregister"] | undefined;
  /** Counts an update that was lost because the collector could not be registered. */
  countInstrumentationError?(metric: string): void;
}
