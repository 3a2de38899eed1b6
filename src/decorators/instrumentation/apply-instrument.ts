import { enqueueLazyBinding } from "../../binding/lazy-binding.js";
import { attachMetadata, ClassMetadata, ownMetadata } from "../../metadata/store.js";
import { withCode } from "../../model/errors/coded-error.js";
import { inspectValue } from "../../validation/errors.js";
import { wrapMethod } from "../measure/wrap-method.js";
import { readArguments, readFunctionArguments } from "./decorator-arguments.js";
import {
  type AnyFunction,
  type DecoratedClass,
  type DecoratedMethod,
  type DecoratorHandlers,
  decorator,
  isClass,
} from "./dialect.js";
import type { DecoratorArguments, Instrument } from "./instrument.js";
import { ownMethods, replaceMethods } from "./own-methods.js";

/**
 * Returns a decorator for methods and classes.
 *
 * @param args - the arguments of the decorator factory, unchecked
 * @throws {TypeError | RangeError} if an argument is invalid
 * @internal
 */
export function instrumentation(instrument: Instrument, args: readonly unknown[]): (target: unknown) => void {
  return decorator(handlers, readArguments(instrument, args));
}

const handlers: DecoratorHandlers<DecoratorArguments> = {
  title: ({ instrument }) => instrument,
  method: (method, args) => instrumented(method, args, true),
  type: instrumentClass,
};

function instrumentClass(type: DecoratedClass, args: DecoratorArguments): void {
  const { instrument } = args;
  const methods = ownMethods(type).filter(({ method }) => !carries(method, instrument));
  const remedy = "Decorate the methods to be measured instead.";
  replaceMethods(instrument.decorator, type, methods, remedy, (own) => instrumented(own, args));
}

/**
 * Whether a method of a decorated class carries the same decorator itself.
 *
 * @internal
 */
export function carries(method: DecoratedMethod, instrument: Instrument): boolean {
  return method.metadata.declared.some(
    ({ kind, member, static: isStatic, private: isPrivate }) =>
      kind === instrument.kind && member === method.member && isStatic === method.static && !isPrivate,
  );
}

/**
 * Wraps a function that belongs to no class. Its declarations are bound and described like those of a class.
 *
 * @param args - a collector, the function and options, unchecked
 * @throws {TypeError | RangeError} if an argument is invalid
 * @internal
 */
export function instrumentedFunction<F extends AnyFunction>(instrument: Instrument, args: readonly unknown[]): F {
  const [collector, fn, options] = args;
  if (typeof fn !== "function" || isClass(fn)) {
    throw withCode(
      "NARTHEX_INVALID_ARGUMENT",
      new TypeError(
        `${instrument.functionForm}: the second argument must be a function and not a class, but was ${inspectValue(fn)}.`,
      ),
    );
  }
  const checked = readFunctionArguments(instrument, collector, options);
  const metadata = ownMetadata(fn) ?? new ClassMetadata();
  const wrapper = instrumented(
    { metadata, receives: "nothing", member: fn.name, static: false, private: false, fn: fn as AnyFunction },
    checked,
  );
  attachMetadata(wrapper, metadata);
  enqueueLazyBinding(metadata);
  return wrapper as F;
}

/**
 * Wraps a method and adds a declaration to the metadata of its class.
 *
 * @param isOwn - whether a decorator of the method itself wraps it
 * @throws {TypeError | RangeError} if the collector does not fit the defaults of the class
 * @internal
 */
export function instrumented(method: DecoratedMethod, args: DecoratorArguments, isOwn = false): AnyFunction {
  const probe = args.instrument.probe(method, args);
  method.metadata.declare(probe);
  return wrapMethod(method.fn, probe, probe.name, args.options.until, isOwn ? probe : undefined);
}
