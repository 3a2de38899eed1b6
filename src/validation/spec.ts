import { joinName } from "../model/families/names.js";
import { checkBuckets } from "./buckets.js";
import { inspectValue, throwInvalid, throwInvalidOption } from "./errors.js";
import { checkConstLabels, checkLabelNames, rejectCollidingLabels } from "./labels.js";
import { checkName } from "./metric-name.js";
import { checkNativeHistogram } from "./native-histogram.js";
import { anyValue, boolean, callback, checkOptions, nonEmptyString, type OptionRules, string } from "./options.js";
import { checkQuantiles } from "./quantiles.js";
import { checkStates, rejectStateLabel } from "./states.js";

/** The options of every kind. An info takes no others; {@link checkName} rejects its unit. */
const identity: OptionRules = {
  name: anyValue,
  help: string,
  kind: anyValue,
  labelNames: anyValue,
  constLabels: anyValue,
  unit: anyValue,
  namespace: nonEmptyString,
  subsystem: nonEmptyString,
  nameValidation: {
    rule: 'must be "legacy" or "utf8"',
    type: "string",
    holds: (value) => value === "legacy" || value === "utf8",
  },
};

const common: OptionRules = {
  ...identity,
  unit: nonEmptyString,
  maxSeries: {
    rule: "must be a whole number of at least 1",
    type: "number",
    holds: (value: number) => value >= 1 && (Number.isInteger(value) || value === Number.POSITIVE_INFINITY),
  },
  ttlSeconds: { rule: "must be a number above 0", type: "number", holds: (value: number) => value > 0 },
  otherValue: nonEmptyString,
};

/** The options of one kind only. */
const own: Readonly<Record<string, OptionRules>> = {
  counter: { totalSuffix: boolean },
  histogram: {
    buckets: (metric, _, value) => checkBuckets(metric, value),
    native: (metric, _, value) => checkNativeHistogram(metric, value),
  },
  summary: {
    quantiles: (metric, _, value) => checkQuantiles(metric, value),
    maxAgeSeconds: { rule: "must be a number above 0", type: "number", holds: (value: number) => value > 0 },
    ageBuckets: {
      rule: "must be a finite whole number of at least 1",
      type: "number",
      holds: (value: number) => Number.isInteger(value) && value >= 1,
    },
  },
  stateset: { states: anyValue },
};

/** The options of live collectors. */
const live: OptionRules = {
  registry: {
    rule: "must be a registry, or null for none",
    holds: (value) => value === null || typeof (value as { register?: unknown }).register === "function",
  },
  reuse: boolean,
};

/** The option of live collectors whose values a function may return. */
const functionBacked: OptionRules = { collect: callback };

const functionBackedKinds: readonly string[] = ["counter", "gauge", "histogram", "summary"];

const specRules: ReadonlyMap<string, OptionRules> = new Map(
  ["counter", "gauge", "histogram", "summary", "info", "stateset"].map((kind) => [
    kind,
    { ...(kind === "info" ? identity : common), ...own[kind] },
  ]),
);

/** The functions that make specs, for errors. @internal */
export const specFunctions = "counter(), gauge(), histogram(), summary(), info() or stateSet()";

/** Whether a spec can be of a kind. @internal */
export function isSpecKind(kind: unknown): boolean {
  return specRules.has(kind as string);
}

const liveRules: ReadonlyMap<string, OptionRules> = new Map(
  [...specRules].map(([kind, rules]) => [
    kind,
    { ...rules, ...live, ...(functionBackedKinds.includes(kind) && functionBacked) },
  ]),
);

/**
 * Checks the options of a collector, as early as they are known.
 *
 * @param kind - the kind of collector
 * @param options - the options
 * @param isLive - whether the collector is a live one, which also takes `registry`, `reuse` and `collect`
 * @throws {TypeError | RangeError} if an option is invalid
 * @internal
 */
export function checkSpec(kind: string, options: object, isLive = false): void {
  if (isPlain(kind, options)) return;
  const unnamed = `${kind === "info" ? "An" : "A"} ${kind}`;
  if (typeof options !== "object" || options === null)
    throwInvalidOption(unnamed, "options", options, "must be an object with name and help", "other");
  const given = options as Readonly<Record<string, unknown>>;
  const metric = typeof given["name"] === "string" && given["name"] !== "" ? given["name"] : unnamed;
  checkOptions(metric, given, (isLive ? liveRules : specRules).get(kind) as OptionRules);
  if (given["kind"] !== undefined && given["kind"] !== kind)
    throwInvalidOption(metric, "kind", given["kind"], `must be ${inspectValue(kind)}`);
  if (given["help"] === undefined)
    throwInvalidOption(metric, "help", undefined, "must be a string that says what is measured");
  if (given["ttlSeconds"] !== undefined && given["collect"] !== undefined) {
    const rule = "must not be set together with collect, whose values are never idle";
    throwInvalid("NARTHEX_CONFLICTING_OPTIONS", metric, "ttlSeconds", given["ttlSeconds"], rule, "other");
  }
  const utf8 = given["nameValidation"] === "utf8";
  if (typeof given["name"] !== "string" || given["name"] === "")
    throwInvalid("NARTHEX_INVALID_METRIC_NAME", metric, "name", given["name"], "must be a non-empty string");
  const fullName = joinName(given["namespace"] as string, given["subsystem"] as string, given["name"]);
  checkName(kind, fullName, given["unit"], utf8);
  const names = checkLabelNames(metric, given["labelNames"], utf8);
  const constLabels = given["constLabels"] as object | undefined;
  checkConstLabels(metric, constLabels, names, utf8);
  const labels = constLabels === undefined ? names : [...Object.keys(constLabels), ...names];
  if (labels.length > 1) rejectCollidingLabels(metric, "labelNames", labels);
  if (kind === "stateset") {
    checkStates(metric, given["states"]);
    rejectStateLabel(fullName, labels);
  }
}

/** Valid names of all kinds except those that end in `_total`. */
const plainName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$(?<!_bucket|_created)/;

/**
 * Whether options are a valid name and a help text and nothing else, as those of most collectors are. It takes a tenth
 * of the time of the complete check, before either is compiled.
 */
function isPlain(kind: string, options: object): boolean {
  for (const option in options) if (option !== "name" && option !== "help") return false;
  const { name, help } = (options ?? {}) as { readonly name?: unknown; readonly help?: unknown };
  if (typeof name !== "string" || typeof help !== "string" || !plainName.test(name)) return false;
  return kind === "counter" || (kind !== "stateset" && !name.endsWith("_total"));
}
