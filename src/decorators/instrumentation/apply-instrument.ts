import { enqueueLazyBinding } from "../../binding/lazy-binding.js";
import { attachMetadata, ClassMetadata, ownMetadata } from "../../metadata/store.js";
import { withCode } from "../../model/errors/coded-error.js";
import { inspectValue } from "../../validation/errors.js";
import { wrapMethod } from "../measure/wrap-method.js";
import {
  type AllDecoratorOptions,
  type DecoratorArguments,
  readArguments,
  readFunctionArguments,
} from "./decorator-arguments.js";
import { type AnyFunction, type DecoratedClass, type DecoratedMethod, decorator, isClass } from "./dialect.js";
import type { Instrument } from "./instrument.js";
import { computedLabels, constantLabels, type LabelSource, noLabels, sharedLabels } from "./label-source.js";
import { ownMethods, replaceMethods } from "./own-methods.js";

/**
 * Returns a decorator for methods and classes.
 *
 * @param args - the arguments of the decorator factory, unchecked
 * @throws {TypeError | RangeError} if an argument is invalid
 * @internal
 */
export function instrumentation(instrument: Instrument, args: readonly unknown[]): (target: unknown) => void {
  const checked = readArguments(instrument, args);
  return decorator({
    name: instrument.decorator,
    functionForm: instrument.functionForm,
    method: (method) => instrumented(method, instrument, checked),
    type: (type) => instrumentClass(type, instrument, checked),
  });
}

function instrumentClass(type: DecoratedClass, instrument: Instrument, args: DecoratorArguments): void {
  const methods = ownMethods(type).filter(({ method }) => !carries(method, instrument));
  const remedy = "Decorate the methods to be measured instead.";
  replaceMethods(instrument.decorator, type, methods, remedy, (own) => instrumented(own, instrument, args));
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
  const member = { member: fn.name, static: false, private: false };
  const wrapper = instrumented(
    { ...member, metadata, receives: "nothing", fn: fn as AnyFunction },
    instrument,
    checked,
  );
  attachMetadata(wrapper, metadata);
  enqueueLazyBinding(metadata);
  return wrapper as F;
}

/**
 * Wraps a method and adds a declaration to the metadata of its class.
 *
 * @throws {TypeError | RangeError} if the collector does not fit the defaults of the class
 * @internal
 */
export function instrumented(
  method: DecoratedMethod,
  instrument: Instrument,
  { collector, options, matchesError }: DecoratorArguments,
): AnyFunction {
  const { metadata, member, fn } = method;
  const name = typeof member === "symbol" ? `[${member.description ?? ""}]` : member;
  const labelSource = labelSourceFor(instrument, name, collector, options);
  const used = collector ?? instrument.shared;
  const classLabel = collector === undefined ? options : undefined;
  metadata.declare({
    kind: instrument.kind,
    member,
    static: method.static,
    private: method.private,
    options: options as Readonly<Record<string, unknown>>,
    collector: used,
    labels: labelSource.declared,
    classLabel,
  });
  const { exemplar, when } = options;
  const probe = instrument.probe(method, used, { labelSource, classLabel, exemplar, when, matchesError });
  return wrapMethod(fn, probe, name, options.until);
}

function labelSourceFor(
  instrument: Instrument,
  method: string,
  collector: DecoratorArguments["collector"],
  options: AllDecoratorOptions,
): LabelSource {
  if (collector === undefined) return sharedLabels(instrument.kind, method, options);
  const { labels } = options;
  if (labels === undefined) return noLabels;
  return typeof labels === "function" ? computedLabels(labels) : constantLabels(labels);
}
