import type { FamilyDescription } from "../model/collector.js";
import { sampleNames } from "../model/metric-types.js";

/** What live collectors tell beside the description of their family. */
interface LiveDescription {
  /** What must be equal where the collector is shared, by name. */
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * Says in which respect two descriptions of one name cannot share a family, or `undefined` if they can.
 *
 * @internal
 */
export function familyDifference(held: FamilyDescription, added: FamilyDescription): string | undefined {
  if (held.type !== added.type) return `is a ${held.type} there and a ${added.type} here`;
  if (held.help !== added.help) return `has the help ${quoted(held.help)} there and ${quoted(added.help)} here`;
  if ((held.unit ?? "") !== (added.unit ?? ""))
    return `has the unit ${quoted(held.unit)} there and ${quoted(added.unit)} here`;
  if (held.labelNames === undefined || added.labelNames === undefined) return "is there already";
  if (!sameNames(held.labelNames, added.labelNames)) {
    return `has the labels [${held.labelNames.join(", ")}] there and [${added.labelNames.join(", ")}] here`;
  }
  const [heldNames, addedNames] = [constNames(held), constNames(added)];
  if (!sameNames(heldNames, addedNames)) {
    return `has the constant labels [${heldNames.join(", ")}] there and [${addedNames.join(", ")}] here`;
  }
  if (held.compatibilityKey !== added.compatibilityKey)
    return `has ${held.compatibilityKey || "no options"} there and ${added.compatibilityKey || "no options"} here`;
  return undefined;
}

/**
 * Whether two descriptions that may share a family are one collector: their constant labels are equal, too.
 *
 * @internal
 */
export function isSameCollector(a: FamilyDescription, b: FamilyDescription): boolean {
  return constNames(a).every((name) => a.constLabels?.[name] === b.constLabels?.[name]);
}

/**
 * Says in which setting two descriptions of one collector differ, or `undefined` if it can be shared.
 *
 * @internal
 */
export function settingDifference(held: FamilyDescription, added: FamilyDescription): string | undefined {
  const [there, here] = [held, added].map((description) => (description as Partial<LiveDescription>).settings);
  // An older copy of the package describes none.
  if (there === undefined || here === undefined) return undefined;
  const name = Object.keys({ ...there, ...here }).find((setting) => there[setting] !== here[setting]);
  return name && `has ${name} ${there[name] ?? "true"} there and ${here[name] ?? "true"} here`;
}

/**
 * Finds the sample name that both of two families would write, so that their samples would mix.
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
