import type { InstrumentationKind } from "../../metadata/declaration.js";
import type { LiveCollector } from "../../model/children.js";
import type { CollectorSpec } from "../../model/specs.js";
import type { DecoratedMethod } from "./dialect.js";
import type { Probe, ProbeOptions } from "./probe.js";

/**
 * The properties of one decorator and its plain-function form.
 *
 * @internal
 */
export interface Instrument {
  /** The kind of measurement. */
  readonly kind: InstrumentationKind;
  /** Name of the decorator, with the `@`. */
  readonly decorator: string;
  /** Name of the function that does the same to plain functions. */
  readonly functionForm: string;
  /** Kinds of collectors that it accepts. */
  readonly takes: readonly CollectorSpec["kind"][];
  /** Names of its options. */
  readonly options: readonly string[];
  /** Spec of the shared family, which it uses if no collector is given. */
  readonly shared: CollectorSpec;
  /** Returns the probe for one method. */
  probe(method: DecoratedMethod, collector: CollectorSpec | LiveCollector, options: ProbeOptions): Probe;
}
