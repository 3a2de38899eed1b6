import type { FamilyDescription } from "../model/collector.js";
import { sampleNames } from "../model/metric-types.js";

/** The description of a live collector has its settings, in addition to the public properties. */
interface LiveDescription {
  /** The settings that must be equal for the collector to be shared, by name. */
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * Returns the difference because of which two descriptions of one name cannot share a family, or `undefined` if they
 * can. It completes the sentence "The name is already registered with …".
 *
 * @internal
 */
export function familyDifference(existing: FamilyDescription, added: FamilyDescription): string | undefined {
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
export function isSameCollector(a: FamilyDescription, b: FamilyDescription): boolean {
  return constNames(a).every((name) => a.constLabels?.[name] === b.constLabels?.[name]);
}

/**
 * Returns the setting in which two descriptions of one collector differ, or `undefined` if it can be shared.
 *
 * @internal
 */
export function settingDifference(existing: FamilyDescription, added: FamilyDescription): string | undefined {
  const [old, wanted] = [existing, added].map((description) => (description as Partial<LiveDescription>).settings);
  // Older versions of the package do not describe settings.
  if (old === undefined || wanted === undefined) return undefined;
  const name = Object.keys({ ...old, ...wanted }).find((setting) => old[setting] !== wanted[setting]);
  return name && `${name} ${old[name] ?? "true"}, not ${wanted[name] ?? "true"}`;
}

/**
 * Returns a sample name that both families write, or `undefined` if their samples do not mix.
 *
 * @internal
 */
export function sharedSampleName(a: FamilyDescription, b: FamilyDescription): string | undefined {
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
