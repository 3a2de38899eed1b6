import type { InstrumentationKind } from "../../metadata/declaration.js";
import type { LiveCollector } from "../../model/children.js";
import type { CollectorSpec } from "../../model/specs.js";
import type { DecoratedMethod } from "./dialect.js";
import type { Probe, ProbeOptions } from "./probe.js";

/**
 * What tells one decorator from the others.
 *
 * @internal
 */
export interface Instrument {
  /** What it measures. */
  readonly kind: InstrumentationKind;
  /** Its name, with the `@`. */
  readonly decorator: string;
  /** The name of the function that does the same to plain functions. */
  readonly functionForm: string;
  /** The kinds of collectors that it takes. */
  readonly takes: readonly CollectorSpec["kind"][];
  /** The options that it takes. */
  readonly options: readonly string[];
  /** The family that it uses when it is given no collector. */
  readonly shared: CollectorSpec;
  /** Makes the probe for one method. */
  probe(place: DecoratedMethod, collector: CollectorSpec | LiveCollector, options: ProbeOptions): Probe;
}
