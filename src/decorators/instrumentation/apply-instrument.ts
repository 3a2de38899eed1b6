import { enqueueLazyBinding } from "../../binding/lazy-binding.js";
import { attachMetadata, ClassMetadata, ownMetadata } from "../../metadata/store.js";
import { inspectValue } from "../../validation/errors.js";
import { wrapMethod } from "../measure/wrap-method.js";
import {
  type DecoratorArguments,
  type DecoratorOptions,
  readArguments,
  readWithCollector,
} from "./decorator-arguments.js";
import { type AnyFunction, type DecoratedClass, type DecoratedMethod, decorator, isClass } from "./dialect.js";
import type { Instrument } from "./instrument.js";
import { computedLabels, constantLabels, type LabelSource, sharedLabels } from "./label-source.js";
import { ownMethods, replaceMethods } from "./own-methods.js";

/**
 * Makes a decorator for methods and classes.
 *
 * @param args - a collector and options, as the user gave them
 * @throws TypeError or RangeError when they are wrong
 * @internal
 */
export function instrumentation(instrument: Instrument, args: readonly unknown[]): (target: unknown) => void {
  const given = readArguments(instrument, args);
  return decorator({
    name: instrument.decorator,
    functionForm: instrument.functionForm,
    method: (place) => instrumented(place, instrument, given),
    type: (place) => instrumentClass(place, instrument, given),
  });
}

function instrumentClass(place: DecoratedClass, instrument: Instrument, given: DecoratorArguments): void {
  const methods = ownMethods(place).filter((method) => !carries(method.place, instrument));
  const remedy = "put the decorator before the methods that it is meant for";
  replaceMethods(instrument.decorator, place, methods, remedy, (own) => instrumented(own, instrument, given));
}

/**
 * Whether a method of a decorated class carries the same decorator itself.
 *
 * @internal
 */
export function carries(place: DecoratedMethod, instrument: Instrument): boolean {
  return place.metadata.declared.some(
    ({ kind, member, static: isStatic, private: isPrivate }) =>
      kind === instrument.kind && member === place.member && isStatic === place.static && !isPrivate,
  );
}

/**
 * Wraps a function that belongs to no class. It is bound and described like a class.
 *
 * @internal
 */
export function instrumentedFunction<F extends AnyFunction>(instrument: Instrument, args: readonly unknown[]): F {
  const source = instrument.functionForm;
  const [collector, fn, options] = args;
  if (typeof fn !== "function" || isClass(fn)) {
    throw new TypeError(`${source}: takes a collector and a function, but the function was ${inspectValue(fn)}.`);
  }
  const given = readWithCollector(instrument, source, collector, options);
  const metadata = ownMetadata(fn) ?? new ClassMetadata();
  const name = { member: fn.name, static: false, private: false };
  const wrapper = instrumented({ ...name, metadata, receives: "nothing", fn: fn as AnyFunction }, instrument, given);
  attachMetadata(wrapper, metadata);
  enqueueLazyBinding(metadata);
  return wrapper as F;
}

/**
 * Wraps a method, and declares what is measured about it.
 *
 * @throws TypeError or RangeError when the collector does not fit to the defaults of the class
 * @internal
 */
export function instrumented(
  place: DecoratedMethod,
  instrument: Instrument,
  { collector, options, matchesError: isMeant }: DecoratorArguments,
): AnyFunction {
  const { metadata, member, fn } = place;
  const method = typeof member === "symbol" ? `[${member.description ?? ""}]` : member;
  const labelling = labellingOf(instrument, method, collector, options);
  const used = collector ?? instrument.shared;
  const classLabel = collector === undefined ? options : undefined;
  metadata.declare({
    kind: instrument.kind,
    member,
    static: place.static,
    private: place.private,
    options: options as Readonly<Record<string, unknown>>,
    collector: used,
    labels: labelling.declared,
    classLabel,
  });
  const { exemplar, when } = options;
  const probe = instrument.probe(place, used, {
    labelSource: labelling,
    classLabel,
    exemplar,
    when,
    matchesError: isMeant,
  });
  return wrapMethod(fn, probe, method, options.until);
}

function labellingOf(
  instrument: Instrument,
  method: string,
  collector: DecoratorArguments["collector"],
  options: DecoratorOptions,
): LabelSource {
  if (collector === undefined) return sharedLabels(instrument.kind, method, options);
  const { labels } = options;
  return typeof labels === "function" ? computedLabels(labels) : constantLabels(labels ?? {});
}
