import type { Collector } from "../model/collector.js";
import type { countLostUpdate } from "../model/dropped-updates.js";
import type { CollectorSpec } from "../model/specs.js";
import type { Registry } from "../registry/registry.js";

/** A source of collectors for bound classes: a `Registry` of any copy of the package. */
export interface CollectorSource {
  /** Returns the collector for a spec; see {@link Registry.getOrCreate}. */
  getOrCreate(spec: CollectorSpec): Collector;
  /** Returns the collector for a spec, and whether it was created. @internal */
  findOrCreate?: Registry["findOrCreate"] | undefined;
  /** Removes a collector that a newer definition replaces in development; see {@link Registry.unregister}. */
  unregister?: Registry["unregister"] | undefined;
  /** Counts an update that was lost because the collector could not be registered. @internal */
  [countLostUpdate]?(metric: string): void;
}
