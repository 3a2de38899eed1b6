import { joinName } from "../model/names.js";
import { checkBuckets } from "./buckets.js";
import { inspectValue, throwInvalidOption } from "./errors.js";
import { checkConstLabels, checkLabelNames, rejectCollidingLabels } from "./labels.js";
import { checkName } from "./metric-name.js";
import { checkNativeHistogram } from "./native-histogram.js";
import { checkQuantiles } from "./quantiles.js";

type Rule = (metric: string, option: string, value: unknown) => void;

const string: Rule = (metric, option, value) => {
  if (typeof value !== "string") throwInvalidOption(metric, option, value, "must be a string");
};

const nonEmptyString: Rule = (metric, option, value) => {
  if (typeof value !== "string" || value === "")
    throwInvalidOption(metric, option, value, "must be a non-empty string");
};

const positive: Rule = (metric, option, value) => {
  if (typeof value !== "number" || !(value > 0))
    throwInvalidOption(metric, option, value, "must be a number above 0", "number");
};

const positiveIntegerOrInfinity: Rule = (metric, option, value) => {
  if (typeof value !== "number" || !(value >= 1) || !(Number.isInteger(value) || value === Number.POSITIVE_INFINITY)) {
    throwInvalidOption(metric, option, value, "must be a whole number of at least 1", "number");
  }
};

const positiveInteger: Rule = (metric, option, value) => {
  if (!Number.isInteger(value) || (value as number) < 1) {
    throwInvalidOption(metric, option, value, "must be a finite whole number of at least 1", "number");
  }
};

const validation: Rule = (metric, option, value) => {
  if (value !== "legacy" && value !== "utf8") throwInvalidOption(metric, option, value, 'must be "legacy" or "utf8"');
};

const callback: Rule = (metric, option, value) => {
  if (typeof value !== "function") throwInvalidOption(metric, option, value, "must be a function", "other");
};

/** The value is checked where it is used. */
const validatedElsewhere: Rule = () => {};

/** What also an info takes, which has one series; that it has no unit is told with its name. */
const identity: Readonly<Record<string, Rule>> = {
  name: validatedElsewhere,
  help: string,
  kind: validatedElsewhere,
  labelNames: validatedElsewhere,
  constLabels: validatedElsewhere,
  unit: validatedElsewhere,
  namespace: nonEmptyString,
  subsystem: nonEmptyString,
  nameValidation: validation,
};

const common: Readonly<Record<string, Rule>> = {
  ...identity,
  unit: nonEmptyString,
  maxSeries: positiveIntegerOrInfinity,
  otherValue: nonEmptyString,
};

const registry: Rule = (metric, option, value) => {
  const isRegistry = typeof (value as { register?: unknown } | null)?.register === "function";
  if (value !== null && !isRegistry)
    throwInvalidOption(metric, option, value, "must be a registry, or null for none", "other");
};

const flag: Rule = (metric, option, value) => {
  if (typeof value !== "boolean") throwInvalidOption(metric, option, value, "must be true or false", "other");
};

/** Kinds whose values may come from a function. */
const functionBacked: ReadonlySet<string> = new Set(["counter", "gauge"]);

const own: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  counter: {},
  gauge: {},
  histogram: {
    buckets: (metric, _, value) => checkBuckets(metric, value),
    native: (metric, _, value) => checkNativeHistogram(metric, value),
  },
  summary: {
    quantiles: (metric, _, value) => checkQuantiles(metric, value),
    maxAgeSeconds: positive,
    ageBuckets: positiveInteger,
  },
  info: {},
  stateset: { states: validatedElsewhere },
};

/**
 * Checks the options of a collector, as early as they are known.
 *
 * @param kind - what the options are for
 * @param options - what the user gave
 * @param isLive - whether `registry`, `reuse` and `collect` are options too
 * @throws TypeError or RangeError that names the metric, the option, what was given, and the rule
 * @internal
 */
export function checkSpec(kind: string, options: object, isLive = false): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(
      `${kind === "info" ? "An" : "A"} ${kind} takes an object of options with name and help, but was given ${inspectValue(options)}.`,
    );
  }
  const given = options as Readonly<Record<string, unknown>>;
  const metric = typeof given["name"] === "string" && given["name"] !== "" ? given["name"] : `A ${kind}`;
  const rules: Readonly<Record<string, Rule>> = {
    ...(kind === "info" ? identity : common),
    ...own[kind],
    ...(isLive && { registry, reuse: flag }),
    ...(isLive && functionBacked.has(kind) && { collect: callback }),
  };
  for (const [option, value] of Object.entries(given)) {
    const rule = Object.hasOwn(rules, option) ? rules[option] : undefined;
    if (rule === undefined) {
      throw new TypeError(
        `${metric}: unknown option ${inspectValue(option)}; ${kind === "info" ? "an" : "a"} ${kind} takes ${Object.keys(rules).join(", ")}.`,
      );
    }
    if (value !== undefined) rule(metric, option, value);
  }
  if (given["kind"] !== undefined && given["kind"] !== kind) {
    throwInvalidOption(
      metric,
      "kind",
      given["kind"],
      `is the spec of another kind of collector; a ${kind} was to be made`,
    );
  }
  if (given["help"] === undefined)
    throwInvalidOption(metric, "help", undefined, "must be a string that says what is measured");
  const utf8 = given["nameValidation"] === "utf8";
  if (typeof given["name"] !== "string" || given["name"] === "")
    throwInvalidOption(metric, "name", given["name"], "must be a non-empty string");
  checkName(
    kind,
    joinName(given["namespace"] as string, given["subsystem"] as string, given["name"] as string),
    given["unit"],
    utf8,
  );
  const names = checkLabelNames(metric, given["labelNames"], utf8);
  checkConstLabels(metric, given["constLabels"], names, utf8);
  rejectCollidingLabels(metric, "labelNames", [
    ...Object.keys((given["constLabels"] as object | undefined) ?? {}),
    ...names,
  ]);
}
