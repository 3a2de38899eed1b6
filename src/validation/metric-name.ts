import { bareName, bucketSuffix, createdSuffix, totalSuffix, traitsOf } from "../model/families/metric-types.js";
import { isLegacyMetricName } from "../model/families/names.js";
import { inspectValue, throwInvalid } from "./errors.js";

/**
 * Suffixes that formats add to sample names. A metric name that ends in one could be taken for a sample of another
 * metric.
 */
const sampleSuffixes = [bucketSuffix, createdSuffix];

/**
 * Checks the full name of a metric, and its unit.
 *
 * @throws {RangeError} if the name or the unit is invalid
 * @internal
 */
export function checkName(kind: string, name: string, unit: unknown, utf8: boolean): void {
  if (!name.isWellFormed()) rejectName(name, "must be well-formed text, without lone surrogates");
  if (!utf8 && !isLegacyMetricName(name)) {
    rejectName(
      name,
      'must consist of letters, digits, "_" and ":", and not start with a digit',
      'To allow any UTF-8 name, set nameValidation to "utf8".',
    );
  }
  const suffix = sampleSuffixes.find((ending) => name.endsWith(ending));
  if (suffix !== undefined) rejectName(name, `must not end in ${suffix}, which formats add to the names of samples`);
  const { nameEnding, hasUnit, isLabelledByName } = traitsOf(kind);
  if (nameEnding !== totalSuffix && name.endsWith(totalSuffix)) {
    rejectName(name, `must not end in ${totalSuffix}, which is reserved for counters`);
  }
  if (isLabelledByName && name.includes(":")) {
    rejectName(name, 'must not contain ":", because the name of a state set is also a label name');
  }
  if (unit === undefined) return;
  if (!hasUnit) rejectUnit(name, unit, `must be omitted for ${kind === "info" ? "an" : "a"} ${kind}`);
  if (!bareName(name, kind).endsWith(`_${unit}`)) {
    rejectUnit(
      name,
      unit,
      `must be the last part of the name${nameEnding === "" ? "" : `, before any ${nameEnding}`} (…_${unit})`,
    );
  }
}

/**
 * Returns the name that every format exposes: counters end in `_total`, infos in `_info`.
 *
 * @param totalSuffix - whether a counter ends in `_total`
 * @internal
 */
export function canonicalName(kind: string, name: string, totalSuffix = true): string {
  const { nameEnding } = traitsOf(kind);
  return name.endsWith(nameEnding) || !totalSuffix ? name : name + nameEnding;
}

function rejectName(name: string, rule: string, remedy?: string): never {
  // A name with other characters is shown in quotes.
  const subject = remedy === undefined ? name : inspectValue(name);
  throwInvalid("NARTHEX_INVALID_METRIC_NAME", subject, "name", name, rule, "string", remedy);
}

function rejectUnit(name: string, unit: unknown, rule: string): never {
  throwInvalid("NARTHEX_INVALID_UNIT", name, "unit", unit, rule);
}
