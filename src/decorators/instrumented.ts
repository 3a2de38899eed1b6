import { bind } from "../binding/bind.js";
import type { CollectorSource } from "../binding/collector-source.js";
import type { ClassDefaults } from "../metadata/declaration.js";
import { withCode } from "../model/errors/coded-error.js";
import { throwInvalid } from "../validation/errors.js";
import { anyValue, checkOptions, nonEmptyString, type OptionRules } from "../validation/options.js";
import { countCallsInstrument } from "./count-calls.js";
import { countExceptionsInstrument } from "./count-exceptions.js";
import { inProgressInstrument } from "./in-progress.js";
import { carries, instrumented } from "./instrumentation/apply-instrument.js";
import { classOfRule, noArguments } from "./instrumentation/decorator-arguments.js";
import { type DecoratedClass, type DecoratedMethod, decorator } from "./instrumentation/dialect.js";
import type { Instrument } from "./instrumentation/instrument.js";
import { ownMethods, replaceMethods } from "./instrumentation/own-methods.js";
import { timerInstrument } from "./timer.js";

/** Options of {@link Instrumented}. */
export interface InstrumentedOptions extends ClassDefaults {
  /** The registry to bind the class to as soon as it is defined. */
  readonly registry?: CollectorSource | undefined;
  /** Names of methods that the class decorator does not measure. Their own decorators stay in effect. */
  readonly exclude?: readonly (string | symbol)[] | undefined;
}

/** A decorator for classes, for standard decorators and for `experimentalDecorators`. */
export interface ClassInstrumentationDecorator {
  /** Decorates a class, with standard decorators. */
  // biome-ignore lint/suspicious/noExplicitAny: classes of all constructors
  <T extends abstract new (...args: any) => unknown>(target: T, context: ClassDecoratorContext<T>): void;
  /** Decorates a class, with `experimentalDecorators`. */
  // biome-ignore lint/suspicious/noExplicitAny: classes of all constructors
  (target: abstract new (...args: any) => unknown): void;
}

const name = "@Instrumented";

const rules: OptionRules<keyof InstrumentedOptions> = {
  name: nonEmptyString,
  classOf: classOfRule,
  registry: {
    rule: "must be a Registry",
    holds: (value) => typeof (value as Partial<CollectorSource> | null)?.getOrCreate === "function",
  },
  namespace: anyValue,
  subsystem: anyValue,
  constLabels: anyValue,
  exclude: { rule: "must be a list of method names", holds: Array.isArray },
};

/** The innermost instrument first, so that the timer measures as little of the others as possible. */
const instruments: readonly Instrument[] = [
  timerInstrument,
  inProgressInstrument,
  countExceptionsInstrument,
  countCallsInstrument,
];

/**
 * Measures every own method of a class in the shared families: duration, calls, exceptions and calls in progress. A
 * method that carries a decorator for one of these is not measured twice. Static methods are included; `#private`
 * methods are not. The collectors that methods declare use the namespace, the subsystem and the constant labels of the
 * class as defaults.
 *
 * @param options - Options for all methods of the class.
 * @returns A decorator for a class.
 * @throws {TypeError | RangeError} if an option is invalid or conflicts with a declaration of a method
 * @example
 * ```ts
 * @Instrumented({ namespace: "shop", exclude: ["toString"] })
 * class Orders {
 *   async place(order: Order) {}
 * }
 * ```
 */
export function Instrumented(options: InstrumentedOptions = {}): ClassInstrumentationDecorator {
  if (typeof options !== "object" || options === null)
    throwInvalid(
      "NARTHEX_INVALID_ARGUMENT",
      name,
      "options",
      options,
      "must be an object",
      "other",
      `Write ${name}() with parentheses.`,
    );
  checkOptions(name, options, rules);
  const { registry, exclude = [], ...defaults } = options;
  return decorator(
    {
      title: () => ({ decorator: name }),
      method: ({ member }) => {
        throw withCode(
          "NARTHEX_INVALID_TARGET",
          new TypeError(`${name}: must decorate a class, but decorates the method ${String(member)}.`),
        );
      },
      type: (decorated) => {
        measureMethods(decorated, exclude, defaults);
        if (registry !== undefined) decorated.whenComplete(() => void bind(decorated.type, registry));
      },
    },
    undefined,
  );
}

/** Wraps the methods of a class. All checks come before the first replacement. */
function measureMethods(
  decorated: DecoratedClass,
  exclude: readonly (string | symbol)[],
  defaults: ClassDefaults,
): void {
  const own = ownMethods(decorated);
  const unknown = exclude.find((one) => !own.some(({ method }) => method.member === one));
  if (unknown !== undefined) {
    throw withCode(
      "NARTHEX_INVALID_OPTION",
      new TypeError(
        `${name}: exclude must contain only methods that ${decorated.type.name} declares itself, but contained ${String(unknown)}.`,
      ),
    );
  }
  const methods = own.filter(({ method }) => !exclude.includes(method.member) && missing(method).length > 0);
  const used = methods.flatMap(({ method }) => missing(method)).map((instrument) => instrument.shared);
  decorated.metadata.setDefaults(name, defaults, used);
  replaceMethods(name, decorated, methods, "To leave it out, name it in exclude.", measured);
}

/** Returns the instruments whose decorators a method does not carry itself. */
function missing(method: DecoratedMethod): readonly Instrument[] {
  return instruments.filter((instrument) => !carries(method, instrument));
}

function measured(method: DecoratedMethod): DecoratedMethod["fn"] {
  return missing(method).reduce(
    (fn, instrument) => instrumented({ ...method, fn }, noArguments(instrument)),
    method.fn,
  );
}
