import { findEscapingCollision } from "../model/families/escaping-schemes.js";
import { addedLabels } from "../model/families/metric-types.js";
import { isLegacyLabelName } from "../model/families/names.js";
import { inspectValue, throwInvalid, throwInvalidOption } from "./errors.js";

/** Label names, with the values that each label may take. */
export interface DeclaredLabels {
  /** In declared order, without the mark of optional labels. */
  readonly names: readonly string[];
  /** The names of the optional labels. */
  readonly optional: ReadonlySet<string>;
  /** The values of each label, by position in `names`; `undefined` if any value is valid. */
  readonly allowed: readonly (ReadonlySet<string> | undefined)[];
}

/** The mark that follows the name of an optional label in its declaration. */
const OPTIONAL_MARK = "?";

/** All collectors without optional labels share it. */
const noneOptional: ReadonlySet<string> = new Set();

/** All collectors without labels share it. */
const noLabels: DeclaredLabels = { names: Object.freeze([]), optional: noneOptional, allowed: Object.freeze([]) };

/**
 * Returns the labels that either form of `labelNames` declares.
 *
 * @internal
 */
export function declaredLabels(labelNames: unknown): DeclaredLabels {
  if (labelNames === undefined) return noLabels;
  if (Array.isArray(labelNames)) return { ...readNames(labelNames), allowed: labelNames.map(() => undefined) };
  const entries = Object.entries(labelNames as Readonly<Record<string, readonly string[] | true>>);
  return {
    ...readNames(entries.map(([name]) => name)),
    allowed: entries.map(([, values]) => (values === true ? undefined : new Set(values))),
  };
}

/** Reads names as they are declared, of which some may not be strings because they are not checked yet. */
function readNames(declared: readonly unknown[]): Pick<DeclaredLabels, "names" | "optional"> {
  if (!declared.some(isOptional)) return { names: [...declared] as string[], optional: noneOptional };
  const names = declared.map((name) => (isOptional(name) ? name.slice(0, -OPTIONAL_MARK.length) : name)) as string[];
  return { names, optional: new Set(names.filter((_, i) => isOptional(declared[i]))) };
}

function isOptional(declared: unknown): declared is string {
  return typeof declared === "string" && declared.endsWith(OPTIONAL_MARK);
}

/**
 * Checks `labelNames` and returns the names.
 *
 * @throws {TypeError | RangeError} if a name or a list of values is invalid
 * @internal
 */
export function checkLabelNames(metric: string, labelNames: unknown, utf8: boolean): readonly string[] {
  if (labelNames === undefined) return [];
  if (typeof labelNames !== "object" || labelNames === null) {
    throwInvalidOption(
      metric,
      "labelNames",
      labelNames,
      "must be a list of names, or an object of names and their values",
      "other",
    );
  }
  if (!Array.isArray(labelNames)) {
    for (const [name, values] of Object.entries(labelNames)) {
      const isList = Array.isArray(values) && values.length > 0 && values.every((value) => typeof value === "string");
      if (values !== true && !isList)
        throwInvalidOption(
          metric,
          `labelNames.${name}`,
          values,
          "must be true or a list of the values that it may take",
          "other",
        );
    }
  }
  const { names } = declaredLabels(labelNames);
  names.forEach((name, i) => {
    checkLabelName(metric, "labelNames", name, utf8);
    if (names.indexOf(name) !== i) rejectLabel(metric, "labelNames", name, "must contain each label once");
  });
  return names;
}

/**
 * Checks the names of facts that are not declared.
 *
 * @throws {TypeError | RangeError} if a name is invalid
 * @internal
 */
export function checkFactNames(metric: string, names: readonly string[], utf8: boolean): void {
  for (const name of names) checkLabelName(metric, "facts", name, utf8);
}

/**
 * Checks `constLabels`.
 *
 * @param names - the names in `labelNames`
 * @throws {TypeError | RangeError} if a label is invalid or also in `labelNames`
 * @internal
 */
export function checkConstLabels(metric: string, constLabels: unknown, names: readonly string[], utf8: boolean): void {
  if (constLabels === undefined) return;
  if (typeof constLabels !== "object" || constLabels === null || Array.isArray(constLabels)) {
    throwInvalidOption(metric, "constLabels", constLabels, "must be an object of label names and values", "other");
  }
  for (const [name, value] of Object.entries(constLabels)) {
    checkLabelName(metric, "constLabels", name, utf8);
    if (typeof value !== "string") throwInvalidOption(metric, `constLabels.${name}`, value, "must be a string");
    if (names.includes(name)) rejectLabel(metric, "constLabels", name, "must not repeat a name of labelNames");
  }
}

/**
 * Rejects labels whose names become equal when a format escapes UTF-8 names.
 *
 * @throws {RangeError} if two names become equal
 * @internal
 */
export function rejectCollidingLabels(metric: string, option: string, names: readonly string[]): void {
  const collision = findEscapingCollision(names);
  if (collision === undefined) return;
  rejectLabel(metric, option, collision[1], `must differ from ${inspectValue(collision[0])} when escaped`);
}

function checkLabelName(metric: string, option: string, name: unknown, utf8: boolean): void {
  if (typeof name !== "string" || name === "") rejectLabel(metric, option, name, "must contain only non-empty strings");
  const label = name as string;
  if (!label.isWellFormed()) rejectLabel(metric, option, label, "must be well-formed text, without lone surrogates");
  if (!utf8 && !isLegacyLabelName(label)) {
    rejectLabel(
      metric,
      option,
      label,
      'must consist of letters, digits and "_", and not start with a digit',
      'To allow any UTF-8 name, set nameValidation to "utf8".',
    );
  }
  if (label.startsWith("__")) rejectLabel(metric, option, label, 'must not start with "__", which Prometheus reserves');
  if (addedLabels.has(label))
    rejectLabel(
      metric,
      option,
      label,
      `must not be ${inspectValue(label)}, which formats add to histograms and summaries`,
    );
}

function rejectLabel(metric: string, option: string, name: unknown, rule: string, remedy?: string): never {
  throwInvalid("NARTHEX_INVALID_LABEL_NAME", metric, option, name, rule, "string", remedy);
}
