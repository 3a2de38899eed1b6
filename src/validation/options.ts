import { withCode } from "../model/errors/coded-error.js";
import type { ErrorCode } from "../model/errors/error-codes.js";
import { inspectValue, throwInvalid, throwInvalidOption } from "./errors.js";

/**
 * A rule for the value of an option. A value that breaks the rule is a RangeError if it has the right type, otherwise a
 * TypeError.
 *
 * @internal
 */
export interface OptionRule {
  /** Completes the error's sentence after the option, for example `must be a function`. */
  readonly rule: string;
  /** The `typeof` of valid values, if they have only one. */
  readonly type?: "string" | "number" | "boolean" | "function";
  /** Whether a value is valid; called only with values of {@link type}, if there is one. */
  holds?(value: unknown): boolean;
  /** A sentence that says how to fix the option. */
  readonly remedy?: string;
}

/**
 * Throws if a value is invalid for an option.
 *
 * @internal
 */
export type OptionCheck = (subject: string, option: string, value: unknown) => void;

/**
 * A rule for each option of a function or class. Tables are plain data so that bundlers can drop unused ones.
 *
 * @internal
 */
export type OptionRules<Option extends string = string> = Readonly<Record<Option, OptionRule | OptionCheck>>;

/**
 * Checks an object of options. An option whose value is `undefined` counts as omitted.
 *
 * @param subject - the function, class or metric that the options belong to
 * @param given - the options
 * @param rules - the rules, by option
 * @param parent - the option that `given` is the value of, if any
 * @throws {TypeError} if `given` is not an object or has an unknown option
 * @throws {TypeError | RangeError} if a value breaks its rule
 * @internal
 */
export function checkOptions(subject: string, given: unknown, rules: OptionRules, parent?: string): void {
  const path = parent === undefined ? "" : `${parent}.`;
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throwInvalidOption(subject, parent ?? "options", given, "must be an object", "other", listOf(rules, path));
  // Without a list of entries, which takes longer than the checks.
  for (const option of Object.keys(given)) {
    const value = (given as Readonly<Record<string, unknown>>)[option];
    const rule = Object.hasOwn(rules, option) ? rules[option] : undefined;
    if (rule === undefined)
      throw withCode(
        "NARTHEX_UNKNOWN_OPTION",
        new TypeError(`${subject}: unknown option ${inspectValue(path + option)}. ${listOf(rules, path)}`),
      );
    if (value !== undefined) checkOption(subject, path + option, value, rule);
  }
}

/**
 * Checks the value of one option.
 *
 * @throws {TypeError | RangeError} if the value breaks the rule
 * @internal
 */
export function checkOption(subject: string, option: string, value: unknown, rule: OptionRule | OptionCheck): void {
  if (typeof rule === "function") rule(subject, option, value);
  else checkRule("NARTHEX_INVALID_OPTION", subject, option, value, rule);
}

/**
 * Checks the value of an argument that is not an object of options.
 *
 * @throws {TypeError | RangeError} if the value breaks the rule
 * @internal
 */
export function checkArgument(subject: string, argument: string, value: unknown, rule: OptionRule): void {
  checkRule("NARTHEX_INVALID_ARGUMENT", subject, argument, value, rule);
}

function checkRule(code: ErrorCode, subject: string, option: string, value: unknown, rule: OptionRule): void {
  if ((rule.type !== undefined && typeof value !== rule.type) || rule.holds?.(value) === false)
    throwInvalid(code, subject, option, value, rule.rule, rule.type ?? "other", rule.remedy);
}

/** Accepts every value; the code that uses the option checks it. */
export const anyValue: OptionCheck = () => {};

/** Accepts strings. */
export const string: OptionRule = { rule: "must be a string", type: "string" };

/** Accepts strings except the empty one. */
export const nonEmptyString: OptionRule = {
  rule: "must be a non-empty string",
  type: "string",
  holds: (value) => value !== "",
};

/** Accepts `true` and `false`. */
export const boolean: OptionRule = { rule: "must be true or false", type: "boolean" };

/** Accepts the given strings. */
export function oneOf(values: readonly string[]): OptionRule {
  return {
    rule: `must be one of ${values.join(", ")}`,
    type: "string",
    holds: (value) => values.includes(value as string),
  };
}

/** Accepts functions. */
export const callback: OptionRule = { rule: "must be a function", type: "function" };

/** Accepts signals, also those of another realm or a polyfill. */
export const abortSignal: OptionRule = {
  rule: "must be an AbortSignal",
  holds: (value) => typeof (value as Partial<AbortSignal> | null)?.addEventListener === "function",
  remedy: "For example, pass AbortSignal.timeout(5000).",
};

function listOf(rules: OptionRules, path: string): string {
  const names = Object.keys(rules).map((option) => path + option);
  return names.length === 1 ? `The only option is ${names[0]}.` : `The options are ${names.join(", ")}.`;
}
