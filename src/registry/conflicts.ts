import type { FamilyDescription } from "../model/collector.js";
import { sampleNames } from "../model/metric-types.js";

/** The description of a live collector has its settings, in addition to the public properties. */
interface LiveDescription {
  /** The settings that must be equal for the collector to be shared, by name. */
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * Returns why two descriptions of one name cannot share a family, or `undefined` if they can.
 *
 * @internal
 */
export function familyDifference(existing: FamilyDescription, added: FamilyDescription): string | undefined {
  if (existing.type !== added.type) return `is a ${existing.type} there and a ${added.type} here`;
  if (existing.help !== added.help) return `has the help ${quoted(existing.help)} there and ${quoted(added.help)} here`;
  if ((existing.unit ?? "") !== (added.unit ?? ""))
    return `has the unit ${quoted(existing.unit)} there and ${quoted(added.unit)} here`;
  if (existing.labelNames === undefined || added.labelNames === undefined) return "is there already";
  if (!sameNames(existing.labelNames, added.labelNames)) {
    return `has the labels [${existing.labelNames.join(", ")}] there and [${added.labelNames.join(", ")}] here`;
  }
  const [existingNames, addedNames] = [constNames(existing), constNames(added)];
  if (!sameNames(existingNames, addedNames)) {
    return `has the constant labels [${existingNames.join(", ")}] there and [${addedNames.join(", ")}] here`;
  }
  if (existing.compatibilityKey !== added.compatibilityKey)
    return `has ${existing.compatibilityKey || "no options"} there and ${added.compatibilityKey || "no options"} here`;
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
  const [there, here] = [existing, added].map((description) => (description as Partial<LiveDescription>).settings);
  // Older versions of the package do not describe settings.
  if (there === undefined || here === undefined) return undefined;
  const name = Object.keys({ ...there, ...here }).find((setting) => there[setting] !== here[setting]);
  return name && `has ${name} ${there[name] ?? "true"} there and ${here[name] ?? "true"} here`;
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
