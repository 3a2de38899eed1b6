import { withCode } from "../model/errors/coded-error.js";
import { inspectValue } from "../validation/errors.js";
import { decorator } from "./instrumentation/dialect.js";
import type { ClassInstrumentationDecorator } from "./instrumented.js";

const source = "@ClassLabel";

/**
 * Sets the value of the `class` label of a class in the shared families. Without it the label is the name of the class,
 * which minifiers change. The decorator measures nothing and does not apply to subclasses.
 *
 * @param label - The value of the label.
 * @throws {TypeError} if the label is not a non-empty string, or if `@Instrumented` sets another one
 * @example
 * ```ts
 * @ClassLabel("Users")
 * class Users {
 *   @Timer()
 *   async find(id: string) {}
 * }
 * ```
 */
export function ClassLabel(label: string): ClassInstrumentationDecorator {
  if (typeof label !== "string" || label === "") {
    throw withCode(
      "NARTHEX_INVALID_ARGUMENT",
      new TypeError(`${source}: the label must be a non-empty string, but was ${inspectValue(label)}.`),
    );
  }
  return decorator(
    {
      title: () => ({ decorator: source }),
      method: ({ member }) => {
        throw withCode(
          "NARTHEX_INVALID_TARGET",
          new TypeError(
            `${source}: must decorate a class, but decorates the method ${String(member)}. Set the option class of its decorators instead.`,
          ),
        );
      },
      type: ({ metadata }) => metadata.name(source, label),
    },
    undefined,
  );
}
