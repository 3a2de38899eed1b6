import { isAsyncFunction, isGeneratorFunction } from "node:util/types";
import type { ResolvedMember } from "../../binding/collector-resolver.js";
import { hasThen, isForeignThenable, isNativePromise, isPlainPromise, whenSettled } from "../../platform/promise.js";
import { CallRecord } from "../call.js";
import type { AnyFunction } from "../instrumentation/dialect.js";
import type { Probe } from "../instrumentation/probe.js";
import { ProbeStack } from "../instrumentation/probe-stack.js";
import { withMeasuredCallback } from "./callback.js";
import { copyFunctionIdentity, promisifyCustom } from "./function-identity.js";
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
  /** The member that the wrapper replaces; `undefined` if other code may have the wrapper already. */
  readonly member: ResolvedMember | undefined;
  /** Reports that calls return thenables. Created by the first such call. */
  report: ThenableReport | undefined;
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
 * @param member - the member that the wrapper replaces, if a decorator of this member wraps it. The third and later
 * decorators then add their probes to the wrapper of the second one, which saves most of their work
 * @internal
 */
export function wrapMethod(
  fn: AnyFunction,
  probe: Probe,
  method: string,
  until: Until | undefined,
  member?: ResolvedMember,
): AnyFunction {
  const known = wrappers.get(fn);
  const inner = known?.method === method && known.until === until ? known : undefined;
  if (isSameMember(inner?.member, member) && inner?.probe instanceof ProbeStack && inner.probe.add(probe)) return fn;
  const wrapped: WrappedFunction = {
    fn: inner?.fn ?? fn,
    probe: inner === undefined ? probe : new ProbeStack(probe, inner.probe),
    method,
    until,
    // The function that `util.promisify` returns for the wrapper measures only the probes of its time.
    member: Object.hasOwn(fn, promisifyCustom) ? undefined : member,
    report: undefined,
  };
  const wrapper = wrapperOf(wrapped);
  copyFunctionIdentity(fn, wrapper, (promising) =>
    wrapMethod(promising, probe, method, until === "callback" ? undefined : until),
  );
  wrappers.set(wrapper, wrapped);
  return wrapper;
}

function isSameMember(former: ResolvedMember | undefined, latter: ResolvedMember | undefined): boolean {
  return former !== undefined && former.metadata === latter?.metadata && former.receives === latter.receives;
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
function settlingWrapper(wrapped: WrappedFunction): AnyFunction {
  const { fn, probe } = wrapped;
  // An async function returns a promise that no other code has seen, so it needs no inspection.
  const isAsync = tagOf(fn) === "AsyncFunction" && isAsyncFunction(fn) && !isGeneratorFunction(fn);
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
        if (isForeignThenable(result)) probe.pass(token, this, result, reportOf(wrapped));
      }
      probe.leave(token, this, undefined, false, result);
      return result;
    },
  }.method;
}

function reportOf(wrapped: WrappedFunction): ThenableReport {
  wrapped.report ??= new ThenableReport(wrapped.method, wrapped.until);
  return wrapped.report;
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
  const tag = tagOf(fn);
  return tag === "GeneratorFunction" || tag === "AsyncGeneratorFunction";
}

function tagOf(fn: object): unknown {
  return (fn as { readonly [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
}
