import type { FamilyDescription } from "../model/collector.js";
import { withCode } from "../model/errors/coded-error.js";
import type { Labels } from "../model/families/metric.js";
import { sampleNames, traitsOf } from "../model/families/metric-types.js";

/** The description of a live collector has its settings, in addition to the public properties. */
interface LiveDescription {
  /** The settings that must be equal for the collector to be shared, by name. */
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * Throws if two collectors cannot both be registered.
 *
 * @param existing - a description of the registered collector
 * @param added - a description of the other one
 * @throws {Error} if their names conflict, or both describe the same series
 * @internal
 */
export function rejectConflict(existing: FamilyDescription, added: FamilyDescription): void {
  if (existing.name === added.name) {
    const inFamily = familyDifference(existing, added);
    if (inFamily === undefined && !isSameCollector(existing, added)) return;
    const difference = inFamily ?? settingDifference(existing, added);
    const remedy =
      difference === undefined
        ? "set reuse: true if a module is evaluated repeatedly"
        : "give both metrics the same definition";
    const definition = difference === undefined ? "" : ` with ${difference}`;
    throw withCode(
      difference === undefined ? "NARTHEX_DUPLICATE_COLLECTOR" : "NARTHEX_DIFFERENT_DEFINITION",
      new Error(
        `${added.name}: the name is already registered in this registry${definition}. Use another name, or ${remedy}.`,
      ),
    );
  }
  const shared = sharedSampleName(existing, added);
  if (shared === undefined) return;
  throw withCode(
    "NARTHEX_SAMPLE_NAME_CONFLICT",
    new Error(
      `${added.name}: the ${added.type} conflicts with the ${existing.type} ${existing.name}, because both write samples named ${shared}. Rename one of them.`,
    ),
  );
}

/**
 * Throws if a label of a collector has the name of a constant label of its registry.
 *
 * @param description - a description of the collector
 * @param prefix - the prefix of the registry
 * @param registryLabels - the constant labels of the registry
 * @throws {Error} if a name occurs twice
 * @internal
 */
export function rejectLabels(description: FamilyDescription, prefix: string, registryLabels: Labels): void {
  const { name, type, labelNames = [], constLabels = {} } = description;
  const stateLabel = traitsOf(type).isLabelledByName ? prefix + name : undefined;
  if (stateLabel !== undefined && (labelNames.includes(stateLabel) || Object.hasOwn(constLabels, stateLabel))) {
    throw withCode(
      "NARTHEX_LABEL_CONFLICT",
      new Error(
        `${name}: the label "${stateLabel}" must be renamed, because it shows the states in a registry with the prefix "${prefix}".`,
      ),
    );
  }
  for (const label of stateLabel === undefined ? labelNames : [...labelNames, stateLabel]) {
    if (Object.hasOwn(registryLabels, label))
      throw withCode(
        "NARTHEX_LABEL_CONFLICT",
        new Error(`${name}: the label "${label}" is also a constant label of the registry. Rename one of them.`),
      );
  }
}

/**
 * Whether two descriptions are those of one live collector, so that it can be shared.
 *
 * @internal
 */
export function isSameDefinition(a: FamilyDescription, b: FamilyDescription): boolean {
  return familyDifference(a, b) === undefined && isSameCollector(a, b) && settingDifference(a, b) === undefined;
}

/**
 * Returns the difference because of which two descriptions of one name cannot share a family, or `undefined` if they
 * can. It completes the sentence "The name is already registered with …".
 *
 * @internal
 */
function familyDifference(existing: FamilyDescription, added: FamilyDescription): string | undefined {
  if (existing.type !== added.type) return `the type ${existing.type}, not ${added.type}`;
  if (existing.help !== added.help) return `the help ${quoted(existing.help)}, not ${quoted(added.help)}`;
  if ((existing.unit ?? "") !== (added.unit ?? ""))
    return `the unit ${quoted(existing.unit)}, not ${quoted(added.unit)}`;
  if (existing.labelNames === undefined || added.labelNames === undefined)
    return "labels that cannot be compared, because a collector does not describe them";
  if (!sameNames(existing.labelNames, added.labelNames)) {
    return `the labels [${existing.labelNames.join(", ")}], not [${added.labelNames.join(", ")}]`;
  }
  const [existingNames, addedNames] = [constNames(existing), constNames(added)];
  if (!sameNames(existingNames, addedNames)) {
    return `the constant labels [${existingNames.join(", ")}], not [${addedNames.join(", ")}]`;
  }
  if ((existing.compatibilityKey ?? "") !== (added.compatibilityKey ?? ""))
    return `the settings ${existing.compatibilityKey || "{}"}, not ${added.compatibilityKey || "{}"}`;
  return undefined;
}

/**
 * Whether two descriptions that can share a family describe one collector, because their constant labels are equal.
 *
 * @internal
 */
function isSameCollector(a: FamilyDescription, b: FamilyDescription): boolean {
  return constNames(a).every((name) => a.constLabels?.[name] === b.constLabels?.[name]);
}

/**
 * Returns the setting in which two descriptions of one collector differ, or `undefined` if it can be shared.
 *
 * @internal
 */
function settingDifference(existing: FamilyDescription, added: FamilyDescription): string | undefined {
  const [old, wanted] = [existing, added].map((description) => (description as Partial<LiveDescription>).settings);
  // Older versions of the package do not describe settings.
  if (old === undefined || wanted === undefined) return undefined;
  const name = Object.keys({ ...old, ...wanted }).find((setting) => old[setting] !== wanted[setting]);
  return name && `${name} ${old[name] ?? "true"}, not ${wanted[name] ?? "true"}`;
}

/** Returns a sample name that both families write, or `undefined` if their samples do not mix. */
function sharedSampleName(a: FamilyDescription, b: FamilyDescription): string | undefined {
  const names = new Set(sampleNames(a.name, a.type));
  return sampleNames(b.name, b.type).find((name) => names.has(name));
}

function constNames(description: FamilyDescription): readonly string[] {
  return Object.keys(description.constLabels ?? {}).sort();
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}

function quoted(text: string | undefined): string {
  return JSON.stringify(text ?? "");
}
