import { builtInErrorName, inheritsFromBuiltIn, isError } from "../../platform/errors.js";
import { inspectValue } from "../../validation/errors.js";

/** A class whose prototype is or extends `Error.prototype`. */
// biome-ignore lint/suspicious/noExplicitAny: errors of all constructors are meant
export type ErrorClass = abstract new (...args: any[]) => Error;

/** Which errors are meant: those of a class, those that a predicate accepts, or those that one of several accepts. */
export type ErrorFilter =
  | ErrorClass
  | ((error: unknown) => boolean)
  | readonly (ErrorClass | ((error: unknown) => boolean))[];

/**
 * Whether an error is meant by a filter. A predicate's error is thrown.
 *
 * @internal
 */
export type ErrorPredicate = (error: unknown) => boolean;

/**
 * Joins the options `only` and `except` to one test.
 *
 * @throws TypeError when one of them is no filter
 * @internal
 */
export function errorPredicate(source: string, only: unknown, except: unknown): ErrorPredicate {
  const accepts = only === undefined ? () => true : filterTest(source, "only", only);
  const refuses = except === undefined ? () => false : filterTest(source, "except", except);
  return (error) => accepts(error) && !refuses(error);
}

/**
 * The name of an error for a label: its own `name`, unless that is the general one, or else its class's.
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
    throw new TypeError(
      `${source}: ${option} must be an error class, a function of the error, or a list of them, but was ${inspectValue(filter)}.`,
    );
  }
  if (isErrorClass(filter)) return classTest(filter);
  if (/^class\b/.test(Function.prototype.toString.call(filter))) {
    throw new TypeError(
      `${source}: ${option} names the class ${filter.name}, which does not extend Error; give a function of the error.`,
    );
  }
  return (error) => filter(error) === true;
}

function isErrorClass(filter: object): filter is ErrorClass {
  const { prototype } = filter as { prototype?: unknown };
  if (typeof prototype !== "object" || prototype === null) return false;
  return builtInErrorName(prototype) === "Error" || isError(prototype);
}

/** A built-in class means the classes of its name in all realms, any other class itself. */
function classTest(filter: ErrorClass): ErrorPredicate {
  const name = builtInErrorName(filter.prototype);
  if (name === undefined) return (error) => error instanceof filter;
  return (error) => error instanceof filter || inheritsFromBuiltIn(error, name);
}
