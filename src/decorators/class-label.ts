import { inspectValue } from "../validation/errors.js";
import { decorator } from "./instrumentation/dialect.js";
import type { ClassInstrumentationDecorator } from "./instrumented.js";

const source = "@ClassLabel";

/**
 * Names a class: the value of the `class` label in the shared families, instead of the class's own name, which minifiers change.
 * It measures nothing, and subclasses keep their own names.
 *
 * @param label - the name
 * @throws TypeError when it is no text or empty, or when `@Instrumented` gives another one
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
    throw new TypeError(`${source}: takes a non-empty string, but was given ${inspectValue(label)}.`);
  }
  return decorator({
    name: source,
    method: ({ member }) => {
      throw new TypeError(
        `${source}: stands before a class, but was put before ${String(member)}; give its decorator the option class.`,
      );
    },
    type: ({ metadata }) => metadata.name(source, label),
  });
}
