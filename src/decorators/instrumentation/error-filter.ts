import { withCode } from "../../model/errors/coded-error.js";
import { builtInErrorName, inheritsFromBuiltIn, isError } from "../../platform/errors.js";
import { inspectValue } from "../../validation/errors.js";

/** A class whose prototype is or extends `Error.prototype`. */
// biome-ignore lint/suspicious/noExplicitAny: errors of all constructors
export type ErrorClass = abstract new (...args: any[]) => Error;

/** A selection of errors: an error class, a predicate, or a list of these, of which one must match. */
export type ErrorFilter =
  | ErrorClass
  | ((error: unknown) => boolean)
  | readonly (ErrorClass | ((error: unknown) => boolean))[];

/**
 * Whether a filter selects an error. Throws the errors of predicates.
 *
 * @internal
 */
export type ErrorPredicate = (error: unknown) => boolean;

/**
 * Selects every error.
 *
 * @internal
 */
export const anyError: ErrorPredicate = () => true;

/**
 * Combines the options `only` and `except` into one predicate.
 *
 * @throws {TypeError} if one of them is not a filter
 * @internal
 */
export function errorPredicate(source: string, only: unknown, except: unknown): ErrorPredicate {
  if (only === undefined && except === undefined) return anyError;
  const accepts = only === undefined ? anyError : filterTest(source, "only", only);
  const rejects = except === undefined ? () => false : filterTest(source, "except", except);
  return (error) => accepts(error) && !rejects(error);
}

/**
 * Returns the name of an error for a label: its `name`, or the name of its class if `name` is just `Error`.
 *
 * @internal
 */
export function errorName(error: unknown): string {
  if (typeof error !== "object" || error === null) return typeof error;
  const { name } = error as { name?: unknown };
  if (typeof name === "string" && name !== "" && name !== "Error") return name;
  return error.constructor?.name || "Error";
}

function filterTest(source: string, option: string, filter: unknown): ErrorPredicate {
  if (Array.isArray(filter) && filter.length > 0) {
    const tests = filter.map((one) => filterTest(source, option, one));
    return (error) => tests.some((test) => test(error));
  }
  if (typeof filter !== "function") {
    throw withCode(
      "NARTHEX_INVALID_OPTION",
      new TypeError(
        `${source}: ${option} must be an error class, a function of the error, or a list of them, but was ${inspectValue(filter)}.`,
      ),
    );
  }
  if (isErrorClass(filter)) return classTest(filter);
  if (/^class\b/.test(Function.prototype.toString.call(filter))) {
    throw withCode(
      "NARTHEX_INVALID_OPTION",
      new TypeError(
        `${source}: ${option} must contain only classes that extend Error, but contained ${filter.name}. Pass a function of the error instead.`,
      ),
    );
  }
  return (error) => filter(error) === true;
}

function isErrorClass(filter: object): filter is ErrorClass {
  const { prototype } = filter as { prototype?: unknown };
  if (typeof prototype !== "object" || prototype === null) return false;
  return builtInErrorName(prototype) === "Error" || isError(prototype);
}

/** Returns a predicate for a class. A built-in class selects the errors of that class in all realms. */
function classTest(filter: ErrorClass): ErrorPredicate {
  const name = builtInErrorName(filter.prototype);
  if (name === undefined) return (error) => error instanceof filter;
  return (error) => error instanceof filter || inheritsFromBuiltIn(error, name);
}
