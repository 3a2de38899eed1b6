import type { Definition } from "../../metadata/definition.js";
import { withCode } from "../../model/errors/coded-error.js";
import type { Labels } from "../../model/families/metric.js";
import { inspectValue } from "../../validation/errors.js";
import type { DeclaredLabels } from "../../validation/labels.js";

/** The label value of the series that collects all updates beyond `maxSeries`. */
export const OVERFLOW_VALUE = "__overflow__";

/** Whether label values are those of the overflow series. */
export function areOverflowValues(texts: readonly string[]): boolean {
  return texts.length > 0 && texts.every((text) => text === OVERFLOW_VALUE);
}

/**
 * Whether the first argument of an update is an object of label values, which a collector without labels does not need.
 */
export function areLabels(first: unknown): boolean {
  return typeof first === "object" && first !== null;
}

/** Returns the text of a label value, or `undefined` if the value is not a string, number or boolean. */
export function labelText(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

/**
 * Reads label values as a caller gave them, and returns them in declared order as well-formed text. The text of an
 * optional label that is absent is empty.
 *
 * @throws {TypeError} if a label is missing, unknown or of the wrong type
 * @throws {RangeError} if a value is not among those declared
 * @internal
 */
export function readLabelValues(definition: Definition, labels: unknown): string[] {
  const { name: metric, names, optional, allowed, otherValue } = definition;
  const given = requireKnownLabels(definition, labels);
  return names.map((name, i) => {
    const value = readOwn(given, name);
    const isAbsent = value === undefined || value === null;
    if ((isAbsent || value === "") && optional.has(name)) return "";
    const text = labelText(value)?.toWellFormed();
    if (text === undefined) {
      const missing =
        value === undefined ? "is missing" : `must be a string, number or boolean, but was ${inspectValue(value)}`;
      const remedy = isAbsent ? ` Declare it as ${inspectValue(`${name}?`)} if it may be absent.` : "";
      throw withCode(
        value === undefined ? "NARTHEX_MISSING_LABEL" : "NARTHEX_INVALID_LABEL_VALUE",
        new TypeError(`${metric}: label ${inspectValue(name)} ${missing}. ${declared(names)}${remedy}`),
      );
    }
    const values = allowed[i];
    if (values === undefined || values.has(text)) return text;
    if (otherValue !== undefined) return otherValue;
    throw withCode(
      "NARTHEX_INVALID_LABEL_VALUE",
      new RangeError(
        `${metric}: label ${inspectValue(name)} must be one of ${[...values].join(", ")}, but was ${inspectValue(text)}. Set otherValue to fold all other values into one.`,
      ),
    );
  });
}

/**
 * Returns label values as a caller gave them if they are an object without unknown labels. Some may be missing.
 *
 * @throws {TypeError} if they are not
 * @internal
 */
export function requireKnownLabels(
  { name: metric, names }: Definition,
  labels: unknown,
): Readonly<Record<string, unknown>> {
  if (typeof labels !== "object" || labels === null || Array.isArray(labels)) {
    throw withCode(
      "NARTHEX_INVALID_LABELS",
      new TypeError(
        `${metric}: labels must be an object with ${names.length === 0 ? "no properties" : `the labels ${names.join(", ")}`}, but was ${inspectValue(labels)}.`,
      ),
    );
  }
  const given = labels as Readonly<Record<string, unknown>>;
  for (const name in given) {
    if (!names.includes(name))
      throw withCode(
        "NARTHEX_UNKNOWN_LABEL",
        new TypeError(`${metric}: unknown label ${inspectValue(name)}. ${declared(names)}`),
      );
  }
  return given;
}

/**
 * Returns the labels with these texts, without optional labels that are absent.
 *
 * @internal
 */
export function labelsOfTexts({ names, optional }: DeclaredLabels, texts: readonly string[]): Labels {
  const labels = names.map((name, i): [string, string] => [name, texts[i] as string]);
  return Object.fromEntries(labels.filter(([name, text]) => text !== "" || !optional.has(name)));
}

/** Reads a label, which may be inherited, but not from `Object.prototype`. */
function readOwn(given: Readonly<Record<string, unknown>>, name: string): unknown {
  const value = given[name];
  return value === (Object.prototype as unknown as Record<string, unknown>)[name] ? undefined : value;
}

function declared(names: readonly string[]): string {
  return names.length === 0 ? "The metric has no labels." : `The labels are ${names.join(", ")}.`;
}
