import { bind } from "../binding/bind.js";
import type { CollectorSource } from "../binding/bindings.js";
import type { ClassDefaults } from "../metadata/declaration.js";
import { throwInvalidOption } from "../validation/errors.js";
import { anyValue, checkOptions, nonEmptyString, type OptionRules } from "../validation/options.js";
import { countCallsInstrument } from "./count-calls.js";
import { countExceptionsInstrument } from "./count-exceptions.js";
import { inProgressInstrument } from "./in-progress.js";
import { carries, instrumented } from "./instrumentation/apply-instrument.js";
import { classOfRule, type DecoratorArguments } from "./instrumentation/decorator-arguments.js";
import { type DecoratedClass, type DecoratedMethod, decorator } from "./instrumentation/dialect.js";
import type { Instrument } from "./instrumentation/instrument.js";
import { ownMethods, replaceMethods } from "./instrumentation/own-methods.js";
import { timerInstrument } from "./timer.js";

/** The options of `@Instrumented`. */
export interface InstrumentedOptions extends ClassDefaults {
  /** Binds the class to this registry as soon as it is defined. */
  readonly registry?: CollectorSource | undefined;
  /** Names of methods that get nothing from the class; what they carry themselves stays. */
  readonly exclude?: readonly (string | symbol)[] | undefined;
}

/** A decorator for classes, in both dialects. */
export interface ClassInstrumentationDecorator {
  /** With standard decorators. */
  // biome-ignore lint/suspicious/noExplicitAny: classes of all constructors are meant
  <T extends abstract new (...args: any) => unknown>(target: T, context: ClassDecoratorContext<T>): void;
  /** With `experimentalDecorators`. */
  // biome-ignore lint/suspicious/noExplicitAny: classes of all constructors are meant
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

/** The first is the innermost, so that the timer sees the least of the others. */
const instruments: readonly Instrument[] = [
  timerInstrument,
  inProgressInstrument,
  countExceptionsInstrument,
  countCallsInstrument,
];
const shared: DecoratorArguments = { collector: undefined, options: {}, matchesError: () => true };

/**
 * Measures every own method of a class: duration, calls, exceptions and calls in progress, in the shared families, unless the
 * method carries a decorator of that kind itself. Static methods are measured too, `#private` ones cannot be reached. What the
 * methods declare themselves takes the namespace, subsystem and constant labels that it lacks.
 *
 * @param options - name, classOf, registry, namespace, subsystem, constLabels, exclude
 * @throws TypeError or RangeError when an option is wrong or does not fit to what a method declares
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
    throwInvalidOption(name, "options", options, "must be an object", "other", `Write ${name}() with parentheses.`);
  checkOptions(name, options, rules);
  const { registry, exclude = [], ...defaults } = options;
  return decorator({
    name,
    method: ({ member }) => {
      throw new TypeError(`${name}: stands before a class, but was put before ${String(member)}.`);
    },
    type: (place) => {
      measureMethods(place, exclude, defaults);
      if (registry !== undefined) place.whenComplete(() => void bind(place.type, registry));
    },
  });
}

/** All that may be wrong is looked for before anything is replaced. */
function measureMethods(place: DecoratedClass, exclude: readonly (string | symbol)[], defaults: ClassDefaults): void {
  const own = ownMethods(place);
  const unknown = exclude.find((one) => !own.some((method) => method.place.member === one));
  if (unknown !== undefined) {
    throw new TypeError(
      `${name}: exclude names ${String(unknown)}, but ${place.type.name} has no such method of its own.`,
    );
  }
  const methods = own.filter((method) => !exclude.includes(method.place.member) && lacking(method.place).length > 0);
  const used = methods.flatMap((method) => lacking(method.place)).map((instrument) => instrument.shared);
  place.metadata.setDefaults(name, defaults, used);
  replaceMethods(name, place, methods, "name it in exclude to leave it out on purpose", measured);
}

/** What a method does not carry itself. */
function lacking(place: DecoratedMethod): readonly Instrument[] {
  return instruments.filter((instrument) => !carries(place, instrument));
}

function measured(place: DecoratedMethod): DecoratedMethod["fn"] {
  return lacking(place).reduce((fn, instrument) => instrumented({ ...place, fn }, instrument, shared), place.fn);
}
