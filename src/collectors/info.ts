import { type Definition, define } from "../metadata/definition.js";
import { collectorBrand } from "../model/children.js";
import type { Collector, FamilyDescription } from "../model/collector.js";
import type { LabelSchema, LabelValues } from "../model/labels.js";
import type { Labels } from "../model/metric.js";
import type { MetricFamily } from "../model/metric-family.js";
import type { SpecOptions } from "../model/specs.js";
import { throwInvalidOption } from "../validation/errors.js";
import { checkLabelNames, rejectCollidingLabels } from "../validation/labels.js";
import { type LiveOptions, registered } from "./registration.js";
import { readLabelValues } from "./storage/label-values.js";

/** What a live info is made from. With `labelNames` it takes exactly these facts, without them any. */
export interface InfoOptions<L extends LabelSchema = LabelSchema>
  extends Pick<
      SpecOptions<L>,
      "name" | "help" | "labelNames" | "constLabels" | "namespace" | "subsystem" | "nameValidation"
    >,
    LiveOptions {}

/** The facts that an info takes: those it was declared with, or any. */
export type InfoFacts<L extends LabelSchema> = L extends readonly [] ? Labels : LabelValues<L>;

/**
 * Facts that do not change while a process runs, as labels of a sample that is always 1: a version, a commit.
 *
 * @example
 * ```ts
 * new Info({ name: "shop_build_info", help: "What is running." }).set({ version: "1.4.2", commit: "0a1b2c3" });
 * ```
 */
export class Info<const L extends LabelSchema = readonly []> implements Collector {
  /** Marks a live collector across copies of the package. @hidden */
  readonly [collectorBrand]: true = true;
  /** Which kind of collector this is. */
  readonly kind = "info";
  /** The full name; ends in `_info`. */
  readonly name: string;
  /** What the facts are about. */
  readonly help: string;
  readonly #definition: Definition;
  readonly #utf8: boolean;
  #facts: Labels | undefined;

  /**
   * @param options - name, help and registry
   * @throws TypeError or RangeError that names the metric and the rule; Error when the registry has such a name already
   */
  constructor(options: InfoOptions<L>) {
    this.#definition = define("info", options as SpecOptions, true);
    this.#utf8 = options.nameValidation === "utf8";
    this.name = this.#definition.name;
    this.help = this.#definition.help;
    return registered(this, options);
  }

  /**
   * Puts facts in place of the former ones.
   *
   * @param facts - names and values
   * @throws TypeError or RangeError when the facts are no object, or a name is not lawful, not declared or missing
   */
  set(facts: InfoFacts<L>): void {
    if (typeof facts !== "object" || facts === null)
      throwInvalidOption(this.name, "facts", facts, "must be an object of names and values", "other");
    const { names, constLabels } = this.#definition;
    const declared = names.length > 0 ? names : checkLabelNames(this.name, Object.keys(facts), this.#utf8);
    const clash = declared.find((name) => Object.hasOwn(constLabels, name));
    if (clash !== undefined) throwInvalidOption(this.name, "facts", clash, "must not repeat a name of constLabels");
    rejectCollidingLabels(this.name, "facts", [...Object.keys(constLabels), ...declared]);
    const values = readLabelValues({ ...this.#definition, names: declared }, facts);
    this.#facts = Object.freeze(Object.fromEntries(declared.map((name, i) => [name, values[i] as string])));
  }

  /** The facts, or `undefined` before they are set. */
  get(): Labels | undefined {
    return this.#facts;
  }

  /** Forgets the facts. */
  clear(): void {
    this.#facts = undefined;
  }

  /** The family as of now, once facts are set. */
  collect(): readonly MetricFamily[] {
    if (this.#facts === undefined) return [];
    const metrics = [{ labels: this.#definition.constLabels, info: this.#facts }];
    return [{ name: this.name, help: this.help, type: "info", metrics }];
  }

  /** The name and labels that the registry compares. */
  describe(): readonly FamilyDescription[] {
    const { name, help, names, constLabels } = this.#definition;
    return [{ name, type: "info", help, labelNames: names, constLabels, compatibilityKey: "" }];
  }
}
