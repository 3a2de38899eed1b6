import type { Collector, FamilyDescription } from "../model/collector.js";
import { withCode } from "../model/errors/coded-error.js";
import type { AnySpec } from "../model/specs.js";

/**
 * Creates live collectors from specs. It is set from outside, so that registries depend on no kind of collector.
 *
 * @internal
 */
export interface CollectorFactory {
  /** Returns the full name of the family that a spec declares. */
  familyName(spec: AnySpec): string;
  /** Describes the collector that a spec declares, without creating it. */
  describe(spec: AnySpec): FamilyDescription;
  /** Creates the collector that a spec declares, without registering it. */
  create(spec: AnySpec): Collector;
}

let factory: CollectorFactory | undefined;

/**
 * Sets the factory that registries use.
 *
 * @internal
 */
export function setCollectorFactory(newFactory: CollectorFactory): void {
  factory = newFactory;
}

/**
 * Returns the factory that registries use.
 *
 * @throws {Error} if it is not set, because the main module was not imported
 * @internal
 */
export function collectorFactory(): CollectorFactory {
  if (factory === undefined)
    throw withCode("NARTHEX_NOT_LOADED", new Error('Import "narthex" before you create collectors from specs.'));
  return factory;
}
