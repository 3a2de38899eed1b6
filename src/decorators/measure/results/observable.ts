import { copyFunctionIdentity } from "../function-identity.js";
import type { Measurement } from "../measurement.js";
import { overrideMethods } from "../override-methods.js";
import { withoutMeasuring } from "../unmeasured.js";

type Handler = (this: unknown, ...args: unknown[]) => unknown;

/** The handlers of a subscription. */
interface Observer {
  start?: Handler;
  next?: Handler;
  error?: Handler;
  complete?: Handler;
}

/** An observer that is also the subscription, as RxJS passes it from operator to operator. */
interface Subscriber extends Required<Omit<Observer, "start">> {
  readonly closed: boolean;
  add(teardown: () => void): unknown;
  remove(teardown: () => void): unknown;
  unsubscribe(): unknown;
}

/**
 * Measures one subscription until it completes, fails or is ended by `unsubscribe()`. Handlers are called as they would
 * be without measurement.
 *
 * @internal
 */
export function measureSubscribe(subscribe: Handler, measurement: Measurement): Handler {
  return function (...args) {
    measurement.startOrResume();
    let subscription: unknown;
    try {
      subscription = subscribe.apply(this, observed(args, measurement));
    } catch (error) {
      measurement.end(true, error);
      throw error;
    }
    try {
      return isSubscriber(args[0]) ? subscription : measuredSubscription(subscription, measurement);
    } catch {
      // The subscription cannot be inspected: a getter throws, or it is a revoked proxy.
      return subscription;
    }
  };
}

function isSubscriber(observer: unknown): observer is Subscriber {
  const { add, remove, unsubscribe } = (observer ?? {}) as Partial<Subscriber>;
  return [add, remove, unsubscribe].every((one) => typeof one === "function");
}

/** Measures a subscriber in place: the source reads from this very object whether the subscription is still open. */
function watched(subscriber: Subscriber, measurement: Measurement): Subscriber {
  const { error } = subscriber;
  overrideMethods(subscriber, {
    error(this: unknown, reason: unknown) {
      measurement.end(true, reason);
      return error.call(this, reason);
    },
  });
  withoutMeasuring(() => subscriber.add(() => measurement.end(false, undefined)));
  return subscriber;
}

/** Returns the arguments of `subscribe` with measured handlers. Other arguments stay as they are. */
function observed(args: unknown[], measurement: Measurement): unknown[] {
  const [first, error, complete, ...more] = args;
  const rest = args.slice(1);
  if (isSubscriber(first)) return [watched(first, measurement), ...rest];
  const isOne = (handler: unknown) => typeof handler === "function";
  const given = [first, error, complete];
  if (given.some(isOne) && given.every((one) => one === undefined || one === null || isOne(one))) {
    return [first, failing(error, measurement), completing(complete, measurement), ...more];
  }
  if (first === undefined || first === null) return [observing({}, measurement), ...rest];
  if (typeof first === "object") return [observing(first, measurement), ...rest];
  return typeof first === "function" ? [observing({ next: first as Handler }, measurement), ...rest] : args;
}

function failing(handler: unknown, measurement: Measurement): Handler {
  const measured: Handler = {
    method(this: unknown, ...args: unknown[]) {
      const [reason] = args;
      measurement.end(true, reason);
      // Without a handler the error is thrown, and the observable reports it as it reports any unhandled error.
      if (typeof handler !== "function") throw reason;
      return handler.apply(this, args);
    },
  }.method;
  return typeof handler === "function" ? copyFunctionIdentity(handler, measured) : measured;
}

function completing(handler: unknown, measurement: Measurement): Handler {
  const measured: Handler = {
    method(this: unknown, ...args: unknown[]) {
      measurement.end(false, undefined);
      return typeof handler === "function" ? handler.apply(this, args) : undefined;
    },
  }.method;
  return typeof handler === "function" ? copyFunctionIdentity(handler, measured) : measured;
}

/** Returns an observer that passes everything on to another one, whose methods it looks up at each call. */
function observing(observer: Observer, measurement: Measurement): Observer {
  return {
    ...(observer.start && { start: (...args) => observer.start?.(...args) }),
    next: (...args) => observer.next?.(...args),
    error: (...args) => failing(observer.error, measurement).apply(observer, args),
    complete: (...args) => completing(observer.complete, measurement).apply(observer, args),
  };
}

function measuredSubscription(subscription: unknown, measurement: Measurement): unknown {
  if (isTeardown(subscription)) return ending(subscription, measurement);
  if (isSubscriber(subscription)) {
    withoutMeasuring(() => subscription.add(() => measurement.end(false, undefined)));
    return subscription;
  }
  const { unsubscribe } = (subscription ?? {}) as Partial<Subscriber>;
  if (typeof unsubscribe !== "function") return subscription;
  const proxy = overrideMethods(subscription as object, {
    unsubscribe(this: unknown) {
      measurement.end(false, undefined);
      return unsubscribe.call(this === proxy ? subscription : this);
    },
  });
  return proxy ?? subscription;
}

/** Whether a subscription is a plain function that ends it, as some observables return. */
function isTeardown(subscription: unknown): subscription is Handler {
  return typeof subscription === "function" && !("unsubscribe" in subscription);
}

function ending(teardown: Handler, measurement: Measurement): Handler {
  const measured: Handler = {
    method(this: unknown, ...args: unknown[]) {
      measurement.end(false, undefined);
      return teardown.apply(this, args);
    },
  }.method;
  return copyFunctionIdentity(teardown, measured);
}
