import { isGeneratorObject, isProxy } from "node:util/types";
import { isNativePromise, whenSettled } from "../../platform/promise.js";
import type { Measurement } from "./measurement.js";
import { overrideMethods, ownProperties, restore } from "./override-methods.js";
import { measureIterator } from "./results/iterator.js";
import { measureSubscribe } from "./results/observable.js";
import { interchangeKeys, isObservable } from "./results/observable-shape.js";
import { isNodeStream, isWebStream, measureNodeStream, measureWebStream } from "./results/streams.js";
import { measuredCatch, measuredFinally, measureThen } from "./results/thenable.js";
import { withoutMeasuring } from "./unmeasured.js";

type Method = (this: unknown, ...args: unknown[]) => unknown;
type Measure = (method: Method, measurement: Measurement) => Method;
type EntryPoints = readonly (readonly [key: string | symbol, measure: Measure])[];

/**
 * Ends a measurement when the result of the call ends. A promise is followed by the value that it is fulfilled with.
 * Streams and generators are measured from now on, observables, async iterables and thenables from their first use. For
 * any other result the measurement ends immediately.
 *
 * @returns the result, or the object that replaces it
 * @internal
 */
export function measureUntilEnd(result: unknown, measurement: Measurement): unknown {
  try {
    return withoutMeasuring(() => measureResult(result, measurement));
  } catch {
    // The result cannot be inspected: a getter throws, or it is a revoked proxy.
    measurement.end(false, result);
    return result;
  }
}

function measureResult(result: unknown, measurement: Measurement): unknown {
  if (isNativePromise(result)) {
    const returned = whenSettled(result, onValue, (error) => measurement.end(true, error));
    // The caller awaits the original promise, so its value cannot be replaced by a measured one.
    function onValue(value: unknown): unknown {
      return returned === result ? measurement.end(false, value) : measureUntilEnd(value, measurement);
    }
    return returned;
  }
  if ((typeof result !== "object" && typeof result !== "function") || result === null) {
    measurement.end(false, result);
    return result;
  }
  if (isProxiedThenable(result)) return measureLazily(result, measurement, proxyEntryPoints(result));
  if (isNodeStream(result)) return measureNodeStream(result, measurement);
  if (isWebStream(result)) return measureWebStream(result, measurement);
  if (isGeneratorObject(result) || isIteratorOf(measurement, result)) {
    measurement.suspend();
    return measureIterator(result, measurement);
  }
  return measureLazily(result, measurement);
}

/**
 * Whether a value is a proxy with a `then`. It may seem to have every other method as well, like a proxy of a remote
 * object.
 */
function isProxiedThenable(result: object): boolean {
  return isProxy(result) && typeof (result as { then?: unknown }).then === "function";
}

/** Whether the result is the iterator of an async iterable. It may be the iterable itself. */
function isIteratorOf({ method }: Measurement, result: object): boolean {
  return method === "[Symbol.asyncIterator]" && typeof (result as Partial<AsyncIterator<unknown>>).next === "function";
}

const thenableEntryPoints: EntryPoints = [
  ["then", measureThen],
  ["catch", (method, measurement) => measuredCatch(method, measurement, measureUntilEnd)],
  ["finally", (method, measurement) => measuredFinally(method, measurement, measureUntilEnd)],
];

/** Returns the entry points of a proxy with a `then`. */
function proxyEntryPoints(result: object): EntryPoints {
  return Symbol.asyncIterator in result
    ? [...thenableEntryPoints, [Symbol.asyncIterator, measureIteration]]
    : thenableEntryPoints;
}

/** Returns the methods by which an object that does its work when it is used is used. */
function lazyEntryPoints(result: object): EntryPoints {
  const isOne = isObservable(result);
  const exchange = interchangeKeys().map((key) => [key, measureInterchange] as const);
  return [
    ...(typeof (result as { then?: unknown }).then === "function" ? thenableEntryPoints : []),
    ...(isOne ? ([["subscribe", measureSubscribe]] as const) : []),
    // A store that can be converted to an observable has a `subscribe` method of another kind.
    ...(isOne || !("subscribe" in result) ? exchange : []),
    [Symbol.asyncIterator, measureIteration],
  ];
}

/** Measurements of objects that have not been used yet. */
const unused = new WeakMap<object, Measurement>();

/** Measures an object from its first use. Later uses are not part of the call. */
function measureLazily(
  result: object,
  measurement: Measurement,
  entryPoints: EntryPoints = lazyEntryPoints(result),
): object {
  const methods = entryPoints.flatMap(([key, measure]) => {
    const method = (result as Record<string | symbol, unknown>)[key];
    return typeof method === "function" ? [{ key, method: method as Method, measure }] : [];
  });
  if (methods.length === 0) {
    measurement.end(false, result);
    return result;
  }
  measurement.suspend();
  const first = unused.get(result);
  if (first !== undefined) {
    first.join(measurement);
    return result;
  }
  const former = ownProperties(
    result,
    methods.map(({ key }) => key),
  );
  let isUsed = false;
  const useOnce = ({ key, method, measure }: (typeof methods)[number]): readonly [string | symbol, Method] => [
    key,
    function (...args) {
      const self = this === proxy ? result : this;
      if (isUsed) return method.apply(self, args);
      isUsed = true;
      if (unused.delete(result)) restore(result, former);
      return measure(method, measurement).apply(self, args);
    },
  ];
  const proxy = overrideMethods(result, Object.fromEntries(methods.map(useOnce)));
  if (proxy === result) unused.set(result, measurement);
  if (proxy !== undefined) return proxy;
  if (methods.some(({ key }) => key === "then")) measurement.pass(result);
  measurement.end(false, result);
  return result;
}

function measureIteration(iterate: Method, measurement: Measurement): Method {
  return function (...args) {
    const iterator = iterate.apply(this, args);
    return typeof iterator === "object" && iterator !== null ? measureIterator(iterator, measurement) : iterator;
  };
}

/** Measures the observable that an observable passes to other libraries, which may be the same object. */
function measureInterchange(interchange: Method, measurement: Measurement): Method {
  return function (...args) {
    const observable = interchange.apply(this, args);
    return typeof observable === "object" && observable !== null ? measureLazily(observable, measurement) : observable;
  };
}
