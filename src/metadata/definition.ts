import { joinName } from "../model/names.js";
import type { SpecOptions } from "../model/specs.js";
import { inspectValue } from "../validation/errors.js";
import { type DeclaredLabels, declaredLabels } from "../validation/labels.js";
import { canonicalName } from "../validation/metric-name.js";
import { checkSpec } from "../validation/spec.js";

/** How many series a collector holds unless told otherwise. */
const DEFAULT_MAX_SERIES = 10_000;

/**
 * What a collector effectively is: a checked spec with its name settled and its defaults filled in.
 *
 * @internal
 */
export interface Definition extends DeclaredLabels {
  /** The kind of collector. */
  readonly kind: string;
  /** The full name, as every format shows it. */
  readonly name: string;
  /** What is measured. */
  readonly help: string;
  /** The base unit, or none. */
  readonly unit: string | undefined;
  /** Sorted by name, with well-formed values. */
  readonly constLabels: Readonly<Record<string, string>>;
  /** How many series there may be. */
  readonly maxSeries: number;
  /** What a value outside of the declared ones is written as. */
  readonly otherValue: string | undefined;
}

/**
 * Settles a spec.
 *
 * @throws TypeError or RangeError when an option is not lawful
 * @internal
 */
export function define(kind: string, options: SpecOptions, isLive = false): Definition {
  checkSpec(kind, options, isLive);
  const constLabels = Object.entries(options.constLabels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    kind,
    name: canonicalName(kind, joinName(options.namespace, options.subsystem, options.name)),
    help: options.help.toWellFormed(),
    unit: options.unit,
    ...declaredLabels(options.labelNames),
    constLabels: Object.freeze(Object.fromEntries(constLabels.map(([name, value]) => [name, value.toWellFormed()]))),
    maxSeries: options.maxSeries ?? DEFAULT_MAX_SERIES,
    otherValue: options.otherValue,
  };
}

/**
 * What must be equal where one collector is shared, by the word that an error names it with. Collectors that share only a family
 * may differ in it.
 *
 * @internal
 */
export function settingsOf({ names, allowed, maxSeries, otherValue }: Definition): Readonly<Record<string, string>> {
  const settings: Record<string, string> = { maxSeries: String(maxSeries), otherValue: inspectValue(otherValue) };
  allowed.forEach((values, i) => {
    if (values !== undefined) settings[`labelNames.${names[i]}`] = JSON.stringify([...values].sort());
  });
  return settings;
}
