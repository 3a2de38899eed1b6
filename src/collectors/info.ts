import { type Definition, define, describeDefinition } from "../metadata/definition.js";
import { collectorBrand } from "../model/children.js";
import type { Collector, FamilyDescription } from "../model/collector.js";
import type { Labels } from "../model/families/metric.js";
import type { MetricFamily } from "../model/families/metric-family.js";
import type { LabelSchema, LabelValues } from "../model/labels.js";
import type { InfoSpecOptions, SpecOptions } from "../model/specs.js";
import { throwInvalid } from "../validation/errors.js";
import { checkFactNames, rejectCollidingLabels } from "../validation/labels.js";
import { type LiveOptions, registered } from "./creation/registration.js";
import { labelsOfTexts, readLabelValues } from "./storage/label-values.js";

/** Options for {@link Info}. With `labelNames` it accepts exactly these facts, without them any facts. */
export interface InfoOptions<L extends LabelSchema = LabelSchema> extends InfoSpecOptions<L>, LiveOptions {}

/** The facts that an info accepts: those that it declares, or any. */
export type InfoFacts<L extends LabelSchema> = L extends readonly [] ? Labels : LabelValues<L>;

/**
 * Facts that do not change while a process runs, such as a version or a commit. They are labels of a sample that is
 * always 1.
 *
 * @example
 * ```ts
 * const build = new Info({ name: "shop_build_info", help: "The running build." });
 * build.set({ version: "1.4.2", commit: "0a1b2c3" });
 * ```
 */
export class Info<const L extends LabelSchema = readonly []> implements Collector {
  /** Marks a live collector across copies of the package. @internal */
  readonly [collectorBrand]: true = true;
  /** The kind of collector. */
  readonly kind = "info";
  /** The full name, which ends in `_info`. */
  readonly name: string;
  /** The description of the metric. */
  readonly help: string;
  readonly #definition: Definition;
  readonly #utf8: boolean;
  #facts: Labels | undefined;

  /**
   * @param options - name, help and registry
   * @throws {TypeError | RangeError} if an option is invalid
   * @throws {Error} if the registry already has a metric of this name
   */
  constructor(options: InfoOptions<L>) {
    this.#definition = define("info", options as SpecOptions, true);
    this.#utf8 = options.nameValidation === "utf8";
    this.name = this.#definition.name;
    this.help = this.#definition.help;
    return registered(this, options);
  }

  /**
   * Sets the facts, which replace the previous ones.
   *
   * @param facts - the names and values
   * @throws {TypeError | RangeError} if the facts are not an object, or a name is invalid, not declared or missing
   */
  set(facts: InfoFacts<L>): void {
    if (typeof facts !== "object" || facts === null)
      throwInvalid(
        "NARTHEX_INVALID_LABELS",
        this.name,
        "facts",
        facts,
        "must be an object of names and values",
        "other",
      );
    const { names, constLabels } = this.#definition;
    const declared = names.length > 0 ? names : Object.keys(facts);
    if (names.length === 0) checkFactNames(this.name, declared, this.#utf8);
    const clash = declared.find((name) => Object.hasOwn(constLabels, name));
    if (clash !== undefined)
      throwInvalid("NARTHEX_INVALID_LABEL_NAME", this.name, "facts", clash, "must not repeat a name of constLabels");
    rejectCollidingLabels(this.name, "facts", [...Object.keys(constLabels), ...declared]);
    const definition = { ...this.#definition, names: declared };
    this.#facts = Object.freeze(labelsOfTexts(definition, readLabelValues(definition, facts)));
  }

  /** Returns the facts, or `undefined` before they are set. */
  get(): Labels | undefined {
    return this.#facts;
  }

  /** Whether no facts are set. @internal */
  isPristine(): boolean {
    return this.#facts === undefined;
  }

  /** Removes the facts. */
  clear(): void {
    this.#facts = undefined;
  }

  /** Returns the family, or nothing before facts are set. */
  collect(): readonly MetricFamily[] {
    if (this.#facts === undefined) return [];
    const metrics = [{ labels: this.#definition.constLabels, info: this.#facts }];
    return [{ name: this.name, help: this.help, type: "info", metrics }];
  }

  /** Returns the description of the family. */
  describe(): readonly FamilyDescription[] {
    return [describeDefinition(this.#definition, "")];
  }
}
