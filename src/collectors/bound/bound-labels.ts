import type { Definition } from "../../metadata/definition.js";
import { withCode } from "../../model/errors/coded-error.js";
import type { Labels } from "../../model/families/metric.js";
import { inspectValue } from "../../validation/errors.js";
import { readLabelValues, requireKnownLabels } from "../storage/label-values.js";

type Given = Readonly<Record<string, unknown>>;

/**
 * Binds labels of a collector.
 *
 * @throws {TypeError} if the labels are not an object, or a label is unknown or of the wrong type
 * @throws {RangeError} if a value is not among those declared
 */
export function bindLabels(definition: Definition, labels: unknown): BoundLabels {
  return new BoundLabels(definition, {}).bind(labels);
}

/** The labels of a collector that are bound to values. */
export class BoundLabels {
  /** The values of the bound labels in declared order, as text. `undefined` for the others. */
  readonly texts: readonly (string | undefined)[];
  /** The names of the labels that are not bound, in declared order. */
  readonly remaining: readonly string[];
  readonly #definition: Definition;
  readonly #values: Labels;

  /** @param values - the values of the bound labels, which are checked */
  constructor(definition: Definition, values: Labels) {
    this.#definition = definition;
    this.#values = values;
    this.texts = definition.names.map((name) => (Object.hasOwn(values, name) ? values[name] : undefined));
    this.remaining = definition.names.filter((_, i) => this.texts[i] === undefined);
  }

  /**
   * Binds further labels.
   *
   * @throws {TypeError} if the labels are not an object, or a label is unknown, bound or of the wrong type
   * @throws {RangeError} if a value is not among those declared
   */
  bind(labels: unknown): BoundLabels {
    const { name: metric, names, allowed } = this.#definition;
    if (typeof labels !== "object" || labels === null || Array.isArray(labels)) {
      throw withCode(
        "NARTHEX_INVALID_LABELS",
        new TypeError(
          `${metric}: the labels of withLabels must be an object of label values, but were ${inspectValue(labels)}.`,
        ),
      );
    }
    const given = Object.keys(labels);
    this.#rejectBound(labels as Given);
    const unknown = given.find((name) => !names.includes(name));
    if (unknown !== undefined)
      throw withCode(
        "NARTHEX_UNKNOWN_LABEL",
        new TypeError(`${metric}: unknown label ${inspectValue(unknown)}. ${this.#describeRemaining()}`),
      );
    const wanted = { ...this.#definition, names: given, allowed: given.map((name) => allowed[names.indexOf(name)]) };
    const texts = readLabelValues(wanted, labels);
    return new BoundLabels(this.#definition, {
      ...this.#values,
      ...Object.fromEntries(given.map((name, i) => [name, texts[i] as string])),
    });
  }

  /**
   * Returns the bound values together with others.
   *
   * @throws {TypeError} if one of the others is bound
   */
  merge(others: unknown): Labels {
    if (typeof others !== "object" || others === null) {
      throw withCode(
        "NARTHEX_INVALID_LABELS",
        new TypeError(
          `${this.#definition.name}: label values must be an object, but were ${inspectValue(others)}. ${this.#describeRemaining()}`,
        ),
      );
    }
    this.#rejectBound(others as Given);
    return { ...(others as Labels), ...this.#values };
  }

  /**
   * Checks values of remaining labels, of which some may be missing.
   *
   * @throws {TypeError} if they are not an object, or a label is bound or unknown
   */
  requireRemaining(labels: unknown): void {
    this.#rejectBound(requireKnownLabels(this.#definition, labels));
  }

  /** Returns the values of the labels that are not bound. */
  withoutBound(labels: Labels): Labels {
    const present = this.remaining.filter((name) => labels[name] !== undefined);
    return Object.fromEntries(present.map((name) => [name, labels[name] as string]));
  }

  /** The names of the optional labels that are not bound. */
  get remainingOptional(): ReadonlySet<string> {
    return new Set(this.remaining.filter((name) => this.#definition.optional.has(name)));
  }

  #rejectBound(given: Given): void {
    for (const name in given) {
      if (!Object.hasOwn(this.#values, name)) continue;
      const value = this.#values[name];
      const isAbsent = value === "" && this.#definition.optional.has(name);
      throw withCode(
        "NARTHEX_BOUND_LABEL",
        new TypeError(
          `${this.#definition.name}: label ${inspectValue(name)} is bound ${isAbsent ? "as absent" : `to ${inspectValue(value)}`} by withLabels, so it must not be given again. ${this.#describeRemaining()}`,
        ),
      );
    }
  }

  #describeRemaining(): string {
    return this.remaining.length === 0 ? "No labels remain." : `The remaining labels are ${this.remaining.join(", ")}.`;
  }
}
