import { define } from "../metadata/definition.js";
import { isLive } from "../metadata/effective-spec.js";
import type { LiveCollector } from "../model/children.js";
import { withCode } from "../model/errors/coded-error.js";
import type { CollectorSpec } from "../model/specs.js";
import { inspectValue } from "../validation/errors.js";
import { isSpecKind, specFunctions } from "../validation/spec.js";
import { decorator } from "./instrumentation/dialect.js";
import type { ClassInstrumentationDecorator } from "./instrumented.js";

const source = "@Declares";

/**
 * Declares collectors that a class updates itself. They are created where the class is bound, and the defaults of
 * `@Instrumented` apply to them. The class finds them with {@link boundCollector}.
 *
 * @param collectors - The specs of the collectors.
 * @throws {TypeError | RangeError} if an argument is not a valid spec
 * @example
 * ```ts
 * const breaker = stateSet({ name: "breaker_state", help: "State of the breaker.", states: ["closed", "open"] });
 *
 * @Declares(breaker)
 * class Payments {
 *   onFailure() {
 *     boundCollector(this, breaker).set("open");
 *   }
 * }
 * ```
 */
export function Declares(...collectors: readonly CollectorSpec[]): ClassInstrumentationDecorator {
  for (const collector of collectors) checkSpecArgument(collector);
  return decorator(
    {
      title: () => ({ decorator: source }),
      method: ({ member }) => {
        throw withCode(
          "NARTHEX_INVALID_TARGET",
          new TypeError(`${source}: must decorate a class, but decorates the method ${String(member)}.`),
        );
      },
      type: ({ metadata }) => metadata.declareCollectors(collectors),
    },
    undefined,
  );
}

function checkSpecArgument(given: CollectorSpec | LiveCollector): void {
  const rule = `the arguments must be results of ${specFunctions}`;
  if (typeof given !== "object" || given === null)
    throw withCode(
      "NARTHEX_INVALID_COLLECTOR",
      new TypeError(`${source}: ${rule}, but one was ${inspectValue(given)}.`),
    );
  if (isLive(given))
    throw withCode(
      "NARTHEX_INVALID_COLLECTOR",
      new TypeError(`${source}: ${rule}, but one was the live collector ${given.name}, which needs no declaration.`),
    );
  if (!isSpecKind(given.kind))
    throw withCode(
      "NARTHEX_INVALID_COLLECTOR",
      new TypeError(`${source}: ${rule}, but one was ${inspectValue(given)}.`),
    );
  define(given.kind, given);
}
