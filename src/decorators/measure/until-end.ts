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
type Measure = (method: Method, run: Measurement) => Method;
type Uses = readonly (readonly [key: string | symbol, measure: Measure])[];

/**
 * Measures what a call gave to its end: a promise, then what it is fulfilled with; a stream, a generator; an observable, an async
 * iterable or a thenable when it is first used. Anything else ends at once.
 *
 * @returns the result, or what stands for it
 * @internal
 */
export function measureUntilEnd(result: unknown, run: Measurement): unknown {
  try {
    return withoutMeasuring(() => measureResult(result, run));
  } catch {
    // It cannot be looked at: a getter throws, or it is a proxy that was revoked.
    run.end(false, result);
    return result;
  }
}

function measureResult(result: unknown, run: Measurement): unknown {
  if (isNativePromise(result)) {
    const given = whenSettled(result, onValue, (error) => run.end(true, error));
    // The caller awaits the original promise, so its value cannot be replaced by a measured one.
    function onValue(value: unknown): unknown {
      return given === result ? run.end(false, value) : measureUntilEnd(value, run);
    }
    return given;
  }
  if ((typeof result !== "object" && typeof result !== "function") || result === null) {
    run.end(false, result);
    return result;
  }
  if (isProxiedThenable(result)) return measureLazily(result, run, usesOfProxy(result));
  if (isNodeStream(result)) return measureNodeStream(result, run);
  if (isWebStream(result)) return measureWebStream(result, run);
  if (isGeneratorObject(result) || isIteratorOf(run, result)) {
    run.suspend();
    return measureIterator(result, run);
  }
  return measureLazily(result, run);
}

/** A proxy with a `then` may have every other method too, such as one that stands for an object elsewhere. */
function isProxiedThenable(result: object): boolean {
  return isProxy(result) && typeof (result as { then?: unknown }).then === "function";
}

/** Whether the call itself is the use of an async iterable, whose iterator may be the iterable again. */
function isIteratorOf({ method }: Measurement, result: object): boolean {
  return method === "[Symbol.asyncIterator]" && typeof (result as Partial<AsyncIterator<unknown>>).next === "function";
}

const thenableUses: Uses = [
  ["then", measureThen],
  ["catch", (method, run) => measuredCatch(method, run, measureUntilEnd)],
  ["finally", (method, run) => measuredFinally(method, run, measureUntilEnd)],
];

/** The ways to use a proxy with a `then`, as far as it says that it has them. */
function usesOfProxy(result: object): Uses {
  return Symbol.asyncIterator in result ? [...thenableUses, [Symbol.asyncIterator, measureIteration]] : thenableUses;
}

/** The ways to use something that runs when it is used. */
function usesOf(result: object): Uses {
  const isOne = isObservable(result);
  const exchange = interchangeKeys().map((key) => [key, measureInterchange] as const);
  return [
    ...(typeof (result as { then?: unknown }).then === "function" ? thenableUses : []),
    ...(isOne ? ([["subscribe", measureSubscribe]] as const) : []),
    // A store that can be turned into an observable has a `subscribe` of another kind, and is none.
    ...(isOne || !("subscribe" in result) ? exchange : []),
    [Symbol.asyncIterator, measureIteration],
  ];
}

/** What waits to be used. */
const unused = new WeakMap<object, Measurement>();

/** What is used several times is measured once: only the first use runs on behalf of the call. */
function measureLazily(result: object, run: Measurement, uses: Uses = usesOf(result)): object {
  const methods = uses.flatMap(([key, measure]) => {
    const method = (result as Record<string | symbol, unknown>)[key];
    return typeof method === "function" ? [{ key, method: method as Method, measure }] : [];
  });
  if (methods.length === 0) {
    run.end(false, result);
    return result;
  }
  run.suspend();
  const first = unused.get(result);
  if (first !== undefined) {
    first.join(run);
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
      return measure(method, run).apply(self, args);
    },
  ];
  const proxy = overrideMethods(result, Object.fromEntries(methods.map(useOnce)));
  if (proxy === result) unused.set(result, run);
  if (proxy !== undefined) return proxy;
  if (methods.some(({ key }) => key === "then")) run.pass(result);
  run.end(false, result);
  return result;
}

function measureIteration(iterate: Method, run: Measurement): Method {
  return function (...args) {
    const iterator = iterate.apply(this, args);
    return typeof iterator === "object" && iterator !== null ? measureIterator(iterator, run) : iterator;
  };
}

/** What an observable gives to other libraries may be itself. */
function measureInterchange(interchange: Method, run: Measurement): Method {
  return function (...args) {
    const observable = interchange.apply(this, args);
    return typeof observable === "object" && observable !== null ? measureLazily(observable, run) : observable;
  };
}
