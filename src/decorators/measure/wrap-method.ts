import { isAsyncFunction, isGeneratorFunction } from "node:util/types";
import { hasThen, isForeignThenable, isNativePromise, isPlainPromise, whenSettled } from "../../platform/promise.js";
import { CallRecord } from "../call.js";
import type { AnyFunction } from "../instrumentation/dialect.js";
import { type Probe, ProbeStack } from "../instrumentation/probe.js";
import { withMeasuredCallback } from "./callback.js";
import { copyFunctionIdentity } from "./function-identity.js";
import { Measurement } from "./measurement.js";
import { measureIterator } from "./results/iterator.js";
import { measureUntilSettled } from "./results/promise.js";
import { ThenableReport } from "./results/thenable-report.js";
import { unmeasured } from "./unmeasured.js";
import { measureUntilEnd } from "./until-end.js";

/** Where a measurement ends, if not where the call returns or its promise settles. */
export type Until = "end" | "callback";

/** A wrapper's inside. */
interface Wrapped {
  readonly fn: AnyFunction;
  readonly probe: Probe;
  readonly method: string;
  readonly until: Until | undefined;
}

const wrappers = new WeakMap<AnyFunction, Wrapped>();

/**
 * Wraps a function so that a probe sees its calls. A function that is wrapped already in the same way gets one wrapper for all
 * probes, so that a call has one frame and one promise more than without, however many decorators there are.
 *
 * @param fn - the function
 * @param probe - what sees the calls
 * @param method - the name that the calls bear
 * @param until - where a call ends
 * @internal
 */
export function wrapMethod(fn: AnyFunction, probe: Probe, method: string, until: Until | undefined): AnyFunction {
  const whenPromised = until === "callback" ? undefined : until;
  return wrap(fn, probe, method, until, (promising) => wrap(promising, probe, method, whenPromised));
}

function wrap(
  fn: AnyFunction,
  probe: Probe,
  method: string,
  until: Until | undefined,
  wrapPromisified?: (promising: AnyFunction) => AnyFunction,
): AnyFunction {
  const inner = wrappers.get(fn);
  const isSameWay = inner !== undefined && inner.method === method && inner.until === until;
  const layer: Wrapped = isSameWay ? { ...inner, probe: stacked(probe, inner.probe) } : { fn, probe, method, until };
  const wrapper = copyFunctionIdentity(fn, wrapperOf(layer), wrapPromisified);
  wrappers.set(wrapper, layer);
  return wrapper;
}

function stacked(outer: Probe, inner: Probe): Probe {
  return new ProbeStack([outer, ...(inner instanceof ProbeStack ? inner.probes : [inner])]);
}

function wrapperOf(layer: Wrapped): AnyFunction {
  if (isGenerator(layer.fn)) return generatorWrapper(layer);
  if (layer.until !== undefined || layer.probe.readsCall) return recordingWrapper(layer);
  return layer.probe.isEntryOnly ? entryWrapper(layer) : settlingWrapper(layer);
}

// The wrappers are methods, which like the methods that they stand for cannot be constructed and have no prototype, and
// `arguments` is handed on as it is: engines do that without making an object of it.

/** For probes that have nothing to do at the end. */
function entryWrapper({ fn, probe }: Wrapped): AnyFunction {
  return {
    method(this: unknown) {
      if (unmeasured.depth === 0) probe.enter(this, undefined);
      // biome-ignore lint/complexity/noArguments: see above
      return fn.apply(this, arguments as never);
    },
  }.method;
}

/** For probes that need not know the call. */
function settlingWrapper({ fn, probe, method }: Wrapped): AnyFunction {
  const report = new ThenableReport(method, undefined);
  // What an async function gives is a promise that nobody else has had, so it need not be looked at.
  const isAsync = isAsyncFunction(fn) && !isGeneratorFunction(fn);
  return {
    method(this: unknown) {
      // biome-ignore lint/complexity/noArguments: see above
      if (unmeasured.depth > 0) return fn.apply(this, arguments as never);
      const token = probe.enter(this, undefined);
      let result: unknown;
      try {
        // biome-ignore lint/complexity/noArguments: see above
        result = fn.apply(this, arguments as never);
      } catch (error) {
        probe.leave(token, this, undefined, true, error);
        throw error;
      }
      if (isAsync || (typeof result === "object" && isPlainPromise(result)))
        return settling(result as Promise<unknown>, probe, token, this);
      if (hasThen(result)) {
        if (isNativePromise(result)) return settlingWithProperties(result, probe, token, this);
        if (isForeignThenable(result)) probe.pass?.(token, this, result, report);
      }
      probe.leave(token, this, undefined, false, result);
      return result;
    },
  }.method;
}

/** The promise that is derived, so that a rejection which nobody handles stays one. */
function settling(promise: Promise<unknown>, probe: Probe, token: unknown, self: unknown): Promise<unknown> {
  // What `await` calls, whatever the promise has in its place.
  return Promise.prototype.then.call(
    promise,
    (value) => {
      probe.leave(token, self, undefined, false, value);
      return value;
    },
    (error) => {
      probe.leave(token, self, undefined, true, error);
      throw error;
    },
  );
}

/** The same for a promise with properties. */
function settlingWithProperties(promise: Promise<unknown>, probe: Probe, token: unknown, self: unknown): unknown {
  return whenSettled(
    promise,
    (value) => {
      probe.leave(token, self, undefined, false, value);
      return value;
    },
    (error) => probe.leave(token, self, undefined, true, error),
  );
}

/** For probes that read the call, and for calls that end later than they return. */
function recordingWrapper({ fn, probe, method, until }: Wrapped): AnyFunction {
  const report = new ThenableReport(method, until);
  return {
    method(this: unknown, ...args: unknown[]) {
      if (unmeasured.depth > 0) return fn.apply(this, args);
      const run = new Measurement(probe, new CallRecord(this, method, args), report);
      run.startOrResume();
      const withCallback = until === "callback" && !run.ended ? withMeasuredCallback(args, run) : undefined;
      let result: unknown;
      try {
        result = fn.apply(this, withCallback ?? args);
      } catch (error) {
        run.end(true, error);
        throw error;
      }
      if (run.ended || withCallback !== undefined) return result;
      return until === "end" ? measureUntilEnd(result, run) : measureUntilSettled(result, run);
    },
  }.method;
}

/** For generators, which run from the first `next()` on. */
function generatorWrapper({ fn, probe, method }: Wrapped): AnyFunction {
  return {
    method(this: unknown, ...args: unknown[]) {
      if (unmeasured.depth > 0) return fn.apply(this, args);
      const run = new Measurement(probe, new CallRecord(this, method, args));
      let generator: object;
      try {
        generator = fn.apply(this, args);
      } catch (error) {
        // A default value of a parameter failed: that is all that will run.
        run.startOrResume();
        run.end(true, error);
        throw error;
      }
      return measureIterator(generator, run);
    },
  }.method;
}

/** Wrappers have the prototype of what they wrap, so that theirs is told by this, too. */
function isGenerator(fn: AnyFunction): boolean {
  const tag: unknown = (fn as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
  return tag === "GeneratorFunction" || tag === "AsyncGeneratorFunction";
}
