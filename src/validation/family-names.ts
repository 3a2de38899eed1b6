import { withCode } from "../model/errors/coded-error.js";
import { inspectValue } from "./errors.js";
import { checkOption, type OptionRule } from "./options.js";

/**
 * Accepts any iterable of names. A string is not one, although it can be iterated.
 *
 * @internal
 */
export const familyNamesRule: OptionRule = {
  rule: "must be a list of family names, such as an array or a Set",
  holds: (value) => typeof value === "object" && value !== null && Symbol.iterator in value,
  remedy: 'For example, pass ["requests_total"].',
};

/**
 * Iterates over names once and returns them as a new Set.
 *
 * @param subject - the function that has the option `names`
 * @param names - the value of the option
 * @returns the names, or `undefined` if the option is omitted
 * @throws {TypeError} if the value is not an iterable of strings
 * @internal
 */
export function familyNames(subject: string, names: Iterable<string> | undefined): ReadonlySet<string> | undefined {
  if (names === undefined) return undefined;
  checkOption(subject, "names", names, familyNamesRule);
  const unique = new Set(names);
  for (const name of unique)
    if (typeof name !== "string")
      throw withCode(
        "NARTHEX_INVALID_OPTION",
        new TypeError(`${subject}: names must be strings, but one was ${inspectValue(name)}.`),
      );
  return unique;
}
