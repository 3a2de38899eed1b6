import type { ChildOf, LiveCollector } from "./children.js";
import type { Collector } from "./collector.js";
import type { AnySpec, SchemaOf } from "./specs.js";

/**
 * The classes of collectors that a spec `S` may declare, by kind. The main module adds them, so that registries depend
 * on no kind of collector.
 */
export interface CollectorsByKind<S extends AnySpec> {
  /** The common part of all kinds, for specs whose kind the compiler does not know. */
  readonly unknown: Collector & LiveCollector<keyof ChildOf, SchemaOf<S>>;
}

/** The collector that a spec declares. */
export type CollectorOfSpec<S extends AnySpec> = CollectorsByKind<S>[S["kind"] extends keyof CollectorsByKind<S>
  ? S["kind"]
  : "unknown"];
