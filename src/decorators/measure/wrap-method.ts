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

/**
 * The end of a measurement, other than the return of the call or the settlement of its promise; see {@link
 * CallOptions}.
 */
export type Until = "end" | "callback";

/** A wrapped function and how it is measured. */
interface WrappedFunction {
  readonly fn: AnyFunction;
  readonly probe: Probe;
  readonly method: string;
  readonly until: Until | undefined;
}

const wrappers = new WeakMap<AnyFunction, WrappedFunction>();

/**
 * Wraps a function so that a probe measures its calls. If the function is already wrapped with the same settings, one
 * wrapper serves all probes: a call then costs one additional stack frame and one promise, however many decorators
 * there are.
 *
 * @param fn - the function
 * @param probe - the probe
 * @param method - the name of the method
 * @param until - when a call ends
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
  const hasSameSettings = inner !== undefined && inner.method === method && inner.until === until;
  const wrapped: WrappedFunction = hasSameSettings
    ? { ...inner, probe: stacked(probe, inner.probe) }
    : { fn, probe, method, until };
  const wrapper = copyFunctionIdentity(fn, wrapperOf(wrapped), wrapPromisified);
  wrappers.set(wrapper, wrapped);
  return wrapper;
}

function stacked(outer: Probe, inner: Probe): Probe {
  return new ProbeStack([outer].concat(inner instanceof ProbeStack ? inner.probes : inner));
}

function wrapperOf(wrapped: WrappedFunction): AnyFunction {
  if (isGenerator(wrapped.fn)) return generatorWrapper(wrapped);
  if (wrapped.until !== undefined || wrapped.probe.readsCall) return recordingWrapper(wrapped);
  return wrapped.probe.isEntryOnly ? entryWrapper(wrapped) : settlingWrapper(wrapped);
}

// The wrappers are methods because methods, like the functions that they replace, have no prototype and cannot be
// constructed. They pass `arguments` on unchanged, which engines do without allocating an object.

/** Returns a wrapper for probes that do nothing at the end of a call. */
function entryWrapper({ fn, probe }: WrappedFunction): AnyFunction {
  return {
    method(this: unknown) {
      if (unmeasured.depth === 0) probe.enter(this, undefined);
      // biome-ignore lint/complexity/noArguments: see above
      return fn.apply(this, arguments as never);
    },
  }.method;
}

/** Returns a wrapper for probes that do not read the call. */
function settlingWrapper({ fn, probe, method }: WrappedFunction): AnyFunction {
  const report = new ThenableReport(method, undefined);
  // An async function returns a promise that no other code has seen, so it needs no inspection.
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
        if (isForeignThenable(result)) probe.pass(token, this, result, report);
      }
      probe.leave(token, this, undefined, false, result);
      return result;
    },
  }.method;
}

/** Returns the derived promise, so that an unhandled rejection stays unhandled. */
function settling(promise: Promise<unknown>, probe: Probe, token: unknown, self: unknown): Promise<unknown> {
  // The original `then`, as `await` calls it, even if the promise has another one.
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

/** Does the same for a promise with own properties. */
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

/** Returns a wrapper for probes that read the call, and for calls that end after they return. */
function recordingWrapper({ fn, probe, method, until }: WrappedFunction): AnyFunction {
  const report = new ThenableReport(method, until);
  return {
    method(this: unknown, ...args: unknown[]) {
      if (unmeasured.depth > 0) return fn.apply(this, args);
      const measurement = new Measurement(probe, new CallRecord(this, method, args), report);
      measurement.startOrResume();
      const withCallback =
        until === "callback" && !measurement.ended ? withMeasuredCallback(args, measurement) : undefined;
      let result: unknown;
      try {
        result = fn.apply(this, withCallback ?? args);
      } catch (error) {
        measurement.end(true, error);
        throw error;
      }
      if (measurement.ended || withCallback !== undefined) return result;
      return until === "end" ? measureUntilEnd(result, measurement) : measureUntilSettled(result, measurement);
    },
  }.method;
}

/** Returns a wrapper for generator functions, whose bodies run from the first `next()`. */
function generatorWrapper({ fn, probe, method, until }: WrappedFunction): AnyFunction {
  const report = new ThenableReport(method, until);
  return {
    method(this: unknown, ...args: unknown[]) {
      if (unmeasured.depth > 0) return fn.apply(this, args);
      const measurement = new Measurement(probe, new CallRecord(this, method, args), report);
      let generator: object;
      try {
        generator = fn.apply(this, args);
      } catch (error) {
        // The default value of a parameter threw. Nothing else will run.
        measurement.startOrResume();
        measurement.end(true, error);
        throw error;
      }
      return measureIterator(generator, measurement);
    },
  }.method;
}

/**
 * Whether a function, or the function that it wraps, is a generator function. Wrappers have the prototype of what they
 * wrap.
 */
function isGenerator(fn: AnyFunction): boolean {
  const tag: unknown = (fn as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
  return tag === "GeneratorFunction" || tag === "AsyncGeneratorFunction";
}
