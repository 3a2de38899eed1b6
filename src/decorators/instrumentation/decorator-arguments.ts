import type { ClassLabelOptions } from "../../metadata/declaration.js";
import { define } from "../../metadata/definition.js";
import { isLive } from "../../metadata/effective-spec.js";
import { collectorBrand, type LiveCollector } from "../../model/children.js";
import type { Labels } from "../../model/metric.js";
import type { CollectorSpec } from "../../model/specs.js";
import { inspectValue } from "../../validation/errors.js";
import { declaredLabels } from "../../validation/labels.js";
import { anyValue, checkOptions, nonEmptyString, type OptionRule, type OptionRules } from "../../validation/options.js";
import type { Until } from "../measure/wrap-method.js";
import { type ErrorPredicate, errorPredicate } from "./error-filter.js";
import type { Instrument } from "./instrument.js";
import type { LabelRecord } from "./label-source.js";

/** The options of all decorators, as they may be given. */
export interface DecoratorOptions extends ClassLabelOptions {
  readonly labels?: LabelRecord | ((call: never) => LabelRecord);
  readonly exemplar?: (call: never) => Labels | undefined;
  readonly when?: (call: never) => boolean;
  readonly until?: Until;
  readonly only?: unknown;
  readonly except?: unknown;
}

/**
 * What a decorator was given, checked.
 *
 * @internal
 */
export interface DecoratorArguments {
  /** The collector; `undefined` for the shared family. */
  readonly collector: CollectorSpec | LiveCollector | undefined;
  /** The options. */
  readonly options: DecoratorOptions;
  /** What `only` and `except` come to. */
  readonly matchesError: ErrorPredicate;
}

/**
 * Accepts the values of `classOf`.
 *
 * @internal
 */
export const classOfRule: OptionRule = { rule: 'must be "self"', type: "string", holds: (value) => value === "self" };

const functionOfCall: OptionRule = { rule: "must be a function of the call", type: "function" };

/** The options of all decorators, in the order in which errors list them. */
const optionRules: OptionRules<keyof DecoratorOptions> = {
  labels: anyValue,
  exemplar: functionOfCall,
  when: functionOfCall,
  until: {
    rule: 'must be "end" or "callback"',
    type: "string",
    holds: (value) => value === "end" || value === "callback",
  },
  only: anyValue,
  except: anyValue,
  class: nonEmptyString,
  classOf: classOfRule,
};

/**
 * Reads the arguments of a decorator: a collector and options, or options for the shared family, or nothing.
 *
 * @throws TypeError or RangeError that says what was given and what is taken
 * @internal
 */
export function readArguments(instrument: Instrument, args: readonly unknown[]): DecoratorArguments {
  const source = instrument.decorator;
  const [first, second] = args;
  if (typeof first === "function" || args.length > 2) {
    throw new TypeError(
      `${source}: must be called with a collector or nothing, but was given ${inspectValue(first)}; write ${source}() with parentheses.`,
    );
  }
  if (first !== undefined && !(args.length === 1 && isOptions(first))) {
    return readWithCollector(instrument, source, first, second);
  }
  const given = readOptions(instrument, source, undefined, first ?? second);
  if (given.options.labels !== undefined) {
    throw new TypeError(`${source}: the shared family has labels of its own; name a collector to choose labels.`);
  }
  if (given.options.class !== undefined && given.options.classOf !== undefined)
    throw new TypeError(`${source}: class and classOf exclude each other. Omit one of them.`);
  return given;
}

/**
 * Reads a collector and options.
 *
 * @param source - how the user calls it
 * @throws TypeError or RangeError that says what was given and what is taken
 * @internal
 */
export function readWithCollector(
  instrument: Instrument,
  source: string,
  collector: unknown,
  options: unknown,
): DecoratorArguments {
  const checked = checkCollector(instrument, source, collector);
  const given = readOptions(instrument, source, checked, options);
  for (const option of ["class", "classOf"] as const) {
    if (given.options[option] === undefined) continue;
    throw new TypeError(
      `${source}: ${option} is for the shared family, but ${checked.name} was given; say the label in the option labels.`,
    );
  }
  checkLabels(source, checked, given.options.labels);
  return given;
}

function isOptions(given: unknown): boolean {
  return typeof given === "object" && given !== null && !isCollector(given);
}

function isCollector(given: unknown): given is CollectorSpec | LiveCollector {
  return typeof given === "object" && given !== null && (collectorBrand in given || "kind" in given);
}

function checkCollector(instrument: Instrument, source: string, given: unknown): CollectorSpec | LiveCollector {
  const kinds = instrument.takes
    .map((kind) => `a ${kind}`)
    .join(", ")
    .replace(/, ([^,]*)$/, " or $1");
  if (!isCollector(given)) {
    throw new TypeError(`${source}: takes ${kinds} (a spec or a live one), but was given ${inspectValue(given)}.`);
  }
  if (!instrument.takes.includes(given.kind)) {
    throw new TypeError(
      `${source}: takes ${kinds}, but was given ${inspectValue(given.name)}, which is a ${given.kind}.`,
    );
  }
  if (!isLive(given)) define(given.kind, given);
  return given;
}

function readOptions(
  instrument: Instrument,
  source: string,
  collector: DecoratorArguments["collector"],
  given: unknown,
): DecoratorArguments {
  const options = (given ?? {}) as DecoratorOptions;
  const taken = Object.entries(optionRules).filter(([option]) => instrument.options.includes(option));
  checkOptions(source, options, Object.fromEntries(taken));
  if (options.exemplar !== undefined && collector?.kind === "gauge") {
    throw new TypeError(`${source}: ${collector.name} is a gauge, which has no exemplars.`);
  }
  return { collector, options, matchesError: errorPredicate(source, options.only, options.except) };
}

function checkLabels(
  source: string,
  collector: CollectorSpec | LiveCollector,
  labels: DecoratorOptions["labels"],
): void {
  const names = isLive(collector) ? collector.labelNames : declaredLabels(collector.labelNames).names;
  const needed = names.join(", ");
  if (typeof labels === "function") {
    if (names.length === 0)
      throw new TypeError(`${source}: ${collector.name} has no labels, so the option labels is not needed.`);
    return;
  }
  if (labels !== undefined && (typeof labels !== "object" || labels === null)) {
    throw new TypeError(
      `${source}: labels must be an object or a function of the call, but was ${inspectValue(labels)}.`,
    );
  }
  const given = Object.keys(labels ?? {});
  const missing = names.find((name) => !given.includes(name));
  if (missing !== undefined) {
    throw new TypeError(
      `${source}: ${collector.name} has the labels ${needed}; the option labels must set ${inspectValue(missing)}.`,
    );
  }
  const unknown = given.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(
      `${source}: ${collector.name} has no label ${inspectValue(unknown)}; its labels are ${needed || "none"}.`,
    );
  }
}
