import { joinName } from "../model/names.js";
import { checkBuckets } from "./check-buckets.js";
import { checkConstLabels, checkLabelNames, refuseAlikeLabels } from "./check-labels.js";
import { checkName } from "./check-name.js";
import { checkNative } from "./check-native.js";
import { checkQuantiles } from "./check-quantiles.js";
import { fail, shown } from "./fault.js";

type Rule = (metric: string, option: string, value: unknown) => void;

const text: Rule = (metric, option, value) => {
  if (typeof value !== "string") fail(metric, option, value, "must be a string");
};

const word: Rule = (metric, option, value) => {
  if (typeof value !== "string" || value === "") fail(metric, option, value, "must be a non-empty string");
};

const positive: Rule = (metric, option, value) => {
  if (typeof value !== "number" || !(value > 0)) fail(metric, option, value, "must be a number above 0", "number");
};

const whole: Rule = (metric, option, value) => {
  if (typeof value !== "number" || !(value >= 1) || !(Number.isInteger(value) || value === Number.POSITIVE_INFINITY)) {
    fail(metric, option, value, "must be a whole number of at least 1", "number");
  }
};

const count: Rule = (metric, option, value) => {
  if (!Number.isInteger(value) || (value as number) < 1) {
    fail(metric, option, value, "must be a finite whole number of at least 1", "number");
  }
};

const validation: Rule = (metric, option, value) => {
  if (value !== "legacy" && value !== "utf8") fail(metric, option, value, 'must be "legacy" or "utf8"');
};

const callback: Rule = (metric, option, value) => {
  if (typeof value !== "function") fail(metric, option, value, "must be a function", "other");
};

/** The value is checked where it is used. */
const elsewhere: Rule = () => {};

/** What also an info takes, which has one series; that it has no unit is told with its name. */
const identity: Readonly<Record<string, Rule>> = {
  name: elsewhere,
  help: text,
  kind: elsewhere,
  labelNames: elsewhere,
  constLabels: elsewhere,
  unit: elsewhere,
  namespace: word,
  subsystem: word,
  nameValidation: validation,
};

const common: Readonly<Record<string, Rule>> = {
  ...identity,
  unit: word,
  maxSeries: whole,
  otherValue: word,
};

const registry: Rule = (metric, option, value) => {
  const isRegistry = typeof (value as { register?: unknown } | null)?.register === "function";
  if (value !== null && !isRegistry) fail(metric, option, value, "must be a registry, or null for none", "other");
};

const flag: Rule = (metric, option, value) => {
  if (typeof value !== "boolean") fail(metric, option, value, "must be true or false", "other");
};

/** Kinds whose values may come from a function. */
const functionBacked: ReadonlySet<string> = new Set(["counter", "gauge"]);

const own: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  counter: {},
  gauge: {},
  histogram: {
    buckets: (metric, _, value) => checkBuckets(metric, value),
    native: (metric, _, value) => checkNative(metric, value),
  },
  summary: {
    quantiles: (metric, _, value) => checkQuantiles(metric, value),
    maxAgeSeconds: positive,
    ageBuckets: count,
  },
  info: {},
  stateset: { states: elsewhere },
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
      `${kind === "info" ? "An" : "A"} ${kind} takes an object of options with name and help, but was given ${shown(options)}.`,
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
        `${metric}: unknown option ${shown(option)}; ${kind === "info" ? "an" : "a"} ${kind} takes ${Object.keys(rules).join(", ")}.`,
      );
    }
    if (value !== undefined) rule(metric, option, value);
  }
  if (given["kind"] !== undefined && given["kind"] !== kind) {
    fail(metric, "kind", given["kind"], `is the spec of another kind of collector; a ${kind} was to be made`);
  }
  if (given["help"] === undefined) fail(metric, "help", undefined, "must be a string that says what is measured");
  const utf8 = given["nameValidation"] === "utf8";
  if (typeof given["name"] !== "string" || given["name"] === "")
    fail(metric, "name", given["name"], "must be a non-empty string");
  checkName(
    kind,
    joinName(given["namespace"] as string, given["subsystem"] as string, given["name"] as string),
    given["unit"],
    utf8,
  );
  const names = checkLabelNames(metric, given["labelNames"], utf8);
  checkConstLabels(metric, given["constLabels"], names, utf8);
  refuseAlikeLabels(metric, "labelNames", [
    ...Object.keys((given["constLabels"] as object | undefined) ?? {}),
    ...names,
  ]);
}
