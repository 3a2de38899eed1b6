import { isLegacyMetricName } from "../model/names.js";
import { inspectValue, throwInvalidOption } from "./errors.js";

/** Suffixes under which a format writes samples of its own: a name that ends in one would look like another's sample. */
const sampleSuffixes = ["_bucket", "_created"];

/**
 * Checks a metric's full name and the unit in it.
 *
 * @throws RangeError that says what a name looks like
 * @internal
 */
export function checkName(kind: string, name: string, unit: unknown, utf8: boolean): void {
  if (!name.isWellFormed()) throwInvalidOption(name, "name", name, "must be well-formed text, without lone surrogates");
  if (!utf8 && !isLegacyMetricName(name)) {
    throwInvalidOption(
      inspectValue(name),
      "name",
      name,
      'must be letters, digits, "_" and ":", not starting with a digit (for any UTF-8 name set nameValidation to "utf8")',
    );
  }
  const suffix = sampleSuffixes.find((ending) => name.endsWith(ending));
  if (suffix !== undefined)
    throwInvalidOption(
      name,
      "name",
      name,
      `must not end in ${suffix}, which formats add to the samples of other metrics`,
    );
  if (kind !== "counter" && name.endsWith("_total")) {
    throwInvalidOption(name, "name", name, `must not end in _total, which marks counters and this is a ${kind}`);
  }
  if (kind === "stateset" && name.includes(":")) {
    throwInvalidOption(
      name,
      "name",
      name,
      'must not hold ":", since a state set\'s name is also the label of its states',
    );
  }
  if (unit === undefined) return;
  if (kind === "info" || kind === "stateset")
    throwInvalidOption(name, "unit", unit, `is not for ${kind === "info" ? "an" : "a"} ${kind}, which has none`);
  const bare = kind === "counter" ? name.replace(/_total$/, "") : name;
  if (!bare.endsWith(`_${unit}`)) {
    throwInvalidOption(
      name,
      "unit",
      unit,
      `must be the last part of the name${kind === "counter" ? " before _total" : ""} (…_${unit})`,
    );
  }
}

/**
 * The name under which a kind is exposed in every format: counters end in `_total`, infos in `_info`.
 *
 * @internal
 */
export function canonicalName(kind: string, name: string): string {
  if (kind === "counter" && !name.endsWith("_total")) return `${name}_total`;
  if (kind === "info" && !name.endsWith("_info")) return `${name}_info`;
  return name;
}
