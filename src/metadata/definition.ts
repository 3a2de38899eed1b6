import type { FamilyDescription } from "../model/collector.js";
import { joinName } from "../model/families/names.js";
import type { CollectorSpec, CounterOptions, SpecOptions } from "../model/specs.js";
import { inspectValue } from "../validation/errors.js";
import { type DeclaredLabels, declaredLabels } from "../validation/labels.js";
import { canonicalName } from "../validation/metric-name.js";
import { checkSpec } from "../validation/spec.js";

/** Default limit on the number of series in a collector. */
const DEFAULT_MAX_SERIES = 10_000;

/**
 * A checked spec with its full name and its defaults filled in.
 *
 * @internal
 */
export interface Definition extends DeclaredLabels {
  /** Kind of collector. */
  readonly kind: string;
  /** Full name, as every format exposes it. */
  readonly name: string;
  /** The help text, which describes what the metric measures. */
  readonly help: string;
  /** Base unit, if any. */
  readonly unit: string | undefined;
  /** Constant labels, sorted by name, with well-formed values. */
  readonly constLabels: Readonly<Record<string, string>>;
  /** Maximum number of series. */
  readonly maxSeries: number;
  /** Time in seconds after which an idle series expires, if it does. */
  readonly ttlSeconds: number | undefined;
  /** Value that replaces undeclared label values, if any. */
  readonly otherValue: string | undefined;
}

/**
 * Definitions of frozen options that this copy of the package has checked. If no labels are declared, which the program
 * may change later, it is the kind until the definition is needed. Options from another copy are not in it, so they are
 * checked again.
 */
const checked = new WeakMap<object, Definition | string>();

/**
 * Whether options were checked before as those of a kind of collector, so that they are valid.
 *
 * @internal
 */
export function isChecked(kind: string, options: object): boolean {
  const known = checked.get(options);
  return known === kind || (known as Definition | undefined)?.kind === kind;
}

/**
 * Returns the definition of a collector. Options that were checked before are not checked again.
 *
 * @param isLive - whether the options are those of a live collector, which also takes `registry`, `reuse` and `collect`
 * @throws {TypeError | RangeError} if an option is invalid
 * @internal
 */
export function define(kind: string, options: SpecOptions, isLive = false): Definition {
  const known = checked.get(options);
  if (typeof known === "object" && known.kind === kind) return known;
  if (known !== kind) checkSpec(kind, options, isLive);
  const definition = definitionOf(kind, options);
  if (known === kind) checked.set(options, definition);
  return definition;
}

function definitionOf(kind: string, options: SpecOptions): Definition {
  const { names, optional, allowed } = declaredLabels(options.labelNames);
  return {
    kind,
    name: fullName(kind, options),
    help: options.help.toWellFormed(),
    unit: options.unit,
    names,
    optional,
    allowed,
    constLabels: options.constLabels === undefined ? noConstLabels : sortedLabels(options.constLabels),
    maxSeries: options.maxSeries ?? DEFAULT_MAX_SERIES,
    ttlSeconds: options.ttlSeconds,
    otherValue: options.otherValue,
  };
}

/** All definitions without constant labels share it. */
const noConstLabels = Object.freeze({});

function sortedLabels(constLabels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const sorted = Object.entries(constLabels).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.freeze(Object.fromEntries(sorted.map(([name, value]) => [name, value.toWellFormed()])));
}

/**
 * Checks options and returns them as a frozen spec, which is not checked again.
 *
 * @throws {TypeError | RangeError} if an option is invalid
 * @internal
 */
export function checkedSpec<K extends CollectorSpec["kind"], O extends SpecOptions>(
  kind: K,
  options: O,
): O & { readonly kind: K } {
  checkSpec(kind, options);
  const spec = frozenCopy(options, "kind", kind);
  const isImmutable = spec.labelNames === undefined && spec.constLabels === undefined;
  checked.set(spec, isImmutable ? kind : definitionOf(kind, spec));
  return spec;
}

/**
 * Returns the options of an unregistered collector for a spec.
 *
 * @throws {TypeError | RangeError} if the spec was not checked before and an option is invalid
 * @internal
 */
export function unregisteredOptions<S extends CollectorSpec>(spec: S): S & { readonly registry: null } {
  const definition = define(spec.kind, spec);
  const options = frozenCopy(spec, "registry", null);
  checked.set(options, definition);
  return options;
}

/**
 * Returns a frozen copy of an object with another value of one property. V8 gives each frozen copy that is made with
 * spread syntax a hidden class of its own, which takes four times the memory of the copy.
 */
function frozenCopy<O extends object, P extends string, V>(object: O, property: P, value: V): O & Record<P, V> {
  const copy = Object.assign<Record<string, unknown>, O>({}, object);
  (copy as Record<string, unknown>)[property] = value;
  return Object.freeze(copy as O & Record<P, V>);
}

/**
 * Returns the full name of the family that a spec declares, without checking it.
 *
 * @internal
 */
export function specName(spec: CollectorSpec): string {
  return fullName(spec.kind, spec);
}

function fullName(
  kind: string,
  { namespace, subsystem, name, totalSuffix }: SpecOptions & Pick<CounterOptions, "totalSuffix">,
): string {
  return canonicalName(kind, joinName(namespace, subsystem, name), totalSuffix);
}

/**
 * Describes the family of a live collector.
 *
 * @param compatibilityKey - the settings of its kind that must be equal within a family
 * @internal
 */
export function describeDefinition(definition: Definition, compatibilityKey: string): FamilyDescription {
  const { kind, name, help, unit, names, constLabels } = definition;
  const type = kind as FamilyDescription["type"];
  const settings = settingsOf(definition);
  const description = { name, type, help, unit, labelNames: names, constLabels, compatibilityKey, settings };
  return description;
}

/** The settings of collectors that set none of them, which share them. */
const defaultSettings = Object.freeze({
  maxSeries: String(DEFAULT_MAX_SERIES),
  ttlSeconds: String(undefined),
  otherValue: String(undefined),
});

/**
 * Returns the settings that must be equal for two uses to share a collector. Collectors of one family may differ in
 * them.
 */
function settingsOf(definition: Definition): Readonly<Record<string, string>> {
  const { names, optional, allowed, maxSeries, ttlSeconds, otherValue } = definition;
  const areDefault = maxSeries === DEFAULT_MAX_SERIES && ttlSeconds === undefined && otherValue === undefined;
  if (areDefault && optional.size === 0 && allowed.every((values) => values === undefined)) return defaultSettings;
  const settings: Record<string, string> = {
    maxSeries: String(maxSeries),
    ttlSeconds: String(ttlSeconds),
    otherValue: inspectValue(otherValue),
  };
  allowed.forEach((values, i) => {
    const name = names[i] as string;
    const isOptional = optional.has(name);
    if (values === undefined && !isOptional) return;
    const valid = values === undefined ? "true" : JSON.stringify([...values].sort());
    settings[`labelNames.${name}`] = isOptional ? `${valid} or absent` : valid;
  });
  return settings;
}
