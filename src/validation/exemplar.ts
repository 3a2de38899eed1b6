import { withCode } from "../model/errors/coded-error.js";
import { inspectValue } from "./errors.js";

/**
 * Checks the labels of an exemplar.
 *
 * @throws {TypeError} if they are not an object of strings
 * @internal
 */
export function checkExemplar(metric: string, given: unknown): void {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw withCode(
      "NARTHEX_INVALID_EXEMPLAR",
      new TypeError(
        `${metric}: exemplar must be an object of labels, such as { trace_id: "4bf92f3577b34da6" }, but was ${inspectValue(given)}.`,
      ),
    );
  }
  for (const name of Object.keys(given)) {
    const text = (given as Readonly<Record<string, unknown>>)[name];
    if (typeof text !== "string")
      throw withCode(
        "NARTHEX_INVALID_EXEMPLAR",
        new TypeError(
          `${metric}: the exemplar's label ${inspectValue(name)} must be a string, but was ${inspectValue(text)}.`,
        ),
      );
  }
}
