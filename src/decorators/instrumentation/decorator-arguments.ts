import { define, isChecked } from "../../metadata/definition.js";
import { isLive } from "../../metadata/effective-spec.js";
import { collectorBrand, type LiveCollector } from "../../model/children.js";
import { withCode } from "../../model/errors/coded-error.js";
import type { CollectorSpec } from "../../model/specs.js";
import { inspectValue } from "../../validation/errors.js";
import { type DeclaredLabels, declaredLabels } from "../../validation/labels.js";
import { anyValue, checkOptions, nonEmptyString, type OptionRule, type OptionRules } from "../../validation/options.js";
import { anyError, errorPredicate } from "./error-filter.js";
import type { AllDecoratorOptions, DecoratorArguments, Instrument } from "./instrument.js";

/**
 * Accepts the values of `classOf`.
 *
 * @internal
 */
export const classOfRule: OptionRule = { rule: 'must be "self"', type: "string", holds: (value) => value === "self" };

const functionOfCall: OptionRule = { rule: "must be a function of the call", type: "function" };

/** The options of all decorators, in the order in which errors list them. */
const optionRules: OptionRules<keyof AllDecoratorOptions> = {
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

/** The options of a decorator that is given none. */
const noOptions: AllDecoratorOptions = Object.freeze({});

/**
 * Returns the arguments of a decorator that is given none.
 *
 * @internal
 */
export function noArguments(instrument: Instrument): DecoratorArguments {
  return { instrument, collector: undefined, options: noOptions, matchesError: anyError, readsCall: false };
}

/**
 * Checks the arguments of a decorator: a collector and options, or options for the shared family, or nothing.
 *
 * @throws {TypeError | RangeError} if an argument is invalid
 * @internal
 */
export function readArguments(instrument: Instrument, args: readonly unknown[]): DecoratorArguments {
  const source = instrument.decorator;
  const first = args[0];
  const second = args[1];
  if (second === undefined && isSpecFor(instrument, first)) {
    return { instrument, collector: first, options: noOptions, matchesError: anyError, readsCall: false };
  }
  if (typeof first === "function" || args.length > 2) {
    throw withCode(
      "NARTHEX_INVALID_ARGUMENT",
      new TypeError(
        `${source}: the first argument must be a collector or options, but was ${inspectValue(first)}. Write ${source}() with parentheses.`,
      ),
    );
  }
  if (first === undefined || (args.length === 1 && isOptions(first))) {
    return readOptions(instrument, source, undefined, first ?? second);
  }
  return readOptions(instrument, source, checkCollector(instrument, source, first), second);
}

/**
 * Checks the arguments of the plain-function form of a decorator.
 *
 * @throws {TypeError | RangeError} if an argument is invalid
 * @internal
 */
export function readFunctionArguments(
  instrument: Instrument,
  collector: unknown,
  options: unknown,
): DecoratorArguments {
  const source = instrument.functionForm;
  return readOptions(instrument, source, checkCollector(instrument, source, collector), options);
}

/** Whether a value is a spec without labels that a decorator takes and that is known to be valid, as most are. */
function isSpecFor({ takes }: Instrument, given: unknown): given is CollectorSpec {
  if (typeof given !== "object" || given === null) return false;
  const { kind, labelNames } = given as CollectorSpec;
  return labelNames === undefined && takes.includes(kind) && isChecked(kind, given);
}

function isOptions(given: unknown): boolean {
  return typeof given === "object" && given !== null && !isCollector(given);
}

function isCollector(given: unknown): given is CollectorSpec | LiveCollector {
  return typeof given === "object" && given !== null && (collectorBrand in given || "kind" in given);
}

function checkCollector(instrument: Instrument, source: string, given: unknown): CollectorSpec | LiveCollector {
  if (!isCollector(given)) {
    throw withCode(
      "NARTHEX_INVALID_COLLECTOR",
      new TypeError(
        `${source}: the collector must be ${kindsOf(instrument)}, as a spec or a live one, but was ${inspectValue(given)}.`,
      ),
    );
  }
  if (!instrument.takes.includes(given.kind)) {
    throw withCode(
      "NARTHEX_INVALID_COLLECTOR",
      new TypeError(
        `${source}: the collector must be ${kindsOf(instrument)}, but was the ${given.kind} ${String(given.name)}.`,
      ),
    );
  }
  if (!isLive(given)) define(given.kind, given);
  return given;
}

function kindsOf({ takes }: Instrument): string {
  const kinds = takes.map((kind) => `a ${kind}`).join(", ");
  return kinds.replace(/, ([^,]*)$/, " or $1");
}

function readOptions(
  instrument: Instrument,
  source: string,
  collector: DecoratorArguments["collector"],
  given: unknown,
): DecoratorArguments {
  const options = (given ?? noOptions) as AllDecoratorOptions;
  if (options !== noOptions) checkOptions(source, options, rulesOf(instrument));
  const matchesError = errorPredicate(source, options.only, options.except);
  if (collector === undefined) checkSharedOptions(source, options);
  else checkCollectorOptions(source, collector, options);
  const readsCall =
    typeof options.labels === "function" || options.exemplar !== undefined || options.when !== undefined;
  return { instrument, collector, options, matchesError, readsCall };
}

/** The rules for the options of each instrument, by its decorator. */
const rulesByInstrument = new Map<string, OptionRules>();

function rulesOf({ decorator, options }: Instrument): OptionRules {
  const known = rulesByInstrument.get(decorator);
  if (known !== undefined) return known;
  const rules = Object.fromEntries(Object.entries(optionRules).filter(([option]) => options.includes(option)));
  rulesByInstrument.set(decorator, rules);
  return rules;
}

function checkSharedOptions(source: string, options: AllDecoratorOptions): void {
  if (options.labels !== undefined) {
    throw withCode(
      "NARTHEX_CONFLICTING_OPTIONS",
      new TypeError(
        `${source}: labels must be omitted for the shared family, which has its own labels. Pass a collector to choose labels.`,
      ),
    );
  }
  if (options.class !== undefined && options.classOf !== undefined) {
    throw withCode(
      "NARTHEX_CONFLICTING_OPTIONS",
      new TypeError(`${source}: class and classOf must not both be set. Omit one of them.`),
    );
  }
}

function checkCollectorOptions(
  source: string,
  collector: CollectorSpec | LiveCollector,
  options: AllDecoratorOptions,
): void {
  if (options.exemplar !== undefined && collector.kind === "gauge") {
    throw withCode(
      "NARTHEX_CONFLICTING_OPTIONS",
      new TypeError(
        `${source}: exemplar must be omitted for the gauge ${collector.name}, because gauges have no exemplars.`,
      ),
    );
  }
  for (const option of ["class", "classOf"] as const) {
    if (options[option] === undefined) continue;
    throw withCode(
      "NARTHEX_CONFLICTING_OPTIONS",
      new TypeError(
        `${source}: ${option} must be omitted for ${collector.name}, because it is an option for the shared family. Set the label in the option labels.`,
      ),
    );
  }
  checkLabels(source, collector, options.labels);
}

function checkLabels(
  source: string,
  collector: CollectorSpec | LiveCollector,
  labels: AllDecoratorOptions["labels"],
): void {
  const { names, optional } = labelsOf(collector);
  const needed = names.join(", ");
  if (typeof labels === "function") {
    if (names.length === 0)
      throw withCode(
        "NARTHEX_UNKNOWN_LABEL",
        new TypeError(`${source}: labels must be omitted for ${collector.name}, which has no labels.`),
      );
    return;
  }
  if (labels !== undefined && (typeof labels !== "object" || labels === null)) {
    throw withCode(
      "NARTHEX_INVALID_LABELS",
      new TypeError(`${source}: labels must be an object or a function of the call, but was ${inspectValue(labels)}.`),
    );
  }
  const given = Object.keys(labels ?? {});
  const missing = names.find((name) => !given.includes(name) && optional?.has(name) !== true);
  if (missing !== undefined) {
    throw withCode(
      "NARTHEX_MISSING_LABEL",
      new TypeError(
        `${source}: labels must set ${inspectValue(missing)}. The labels of ${collector.name} are ${needed}.`,
      ),
    );
  }
  const unknown = given.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw withCode(
      "NARTHEX_UNKNOWN_LABEL",
      new TypeError(
        `${source}: unknown label ${inspectValue(unknown)}. The labels of ${collector.name} are ${needed || "none"}.`,
      ),
    );
  }
}

function labelsOf(collector: CollectorSpec | LiveCollector): Partial<DeclaredLabels> & Pick<DeclaredLabels, "names"> {
  if (!isLive(collector)) return declaredLabels(collector.labelNames);
  return { names: collector.labelNames, ...(collector.optionalLabels && { optional: collector.optionalLabels }) };
}
