import { copyFunctionIdentity } from "../function-identity.js";
import type { Measurement } from "../measurement.js";
import { overrideMethods } from "../override-methods.js";
import { withoutMeasuring } from "../unmeasured.js";

type Handler = (this: unknown, ...args: unknown[]) => unknown;

/** What an observable tells. */
interface Observer {
  start?: Handler;
  next?: Handler;
  error?: Handler;
  complete?: Handler;
}

/** An observer that is its own subscription, as RxJS passes it from operator to operator. */
interface Subscriber extends Required<Omit<Observer, "start">> {
  readonly closed: boolean;
  add(teardown: () => void): unknown;
  remove(teardown: () => void): unknown;
  unsubscribe(): unknown;
}

/**
 * Measures one subscription to its completion, error or end by `unsubscribe()`. Every handler is called as without.
 *
 * @internal
 */
export function measureSubscribe(subscribe: Handler, run: Measurement): Handler {
  return function (...args) {
    run.startOrResume();
    let subscription: unknown;
    try {
      subscription = subscribe.apply(this, observed(args, run));
    } catch (error) {
      run.end(true, error);
      throw error;
    }
    return isSubscriber(args[0]) ? subscription : measuredSubscription(subscription, run);
  };
}

function isSubscriber(observer: unknown): observer is Subscriber {
  const { add, remove, unsubscribe } = (observer ?? {}) as Partial<Subscriber>;
  return [add, remove, unsubscribe].every((one) => typeof one === "function");
}

/** It must stay the object that it is: the source looks at it to see whether anybody still listens. */
function watched(subscriber: Subscriber, run: Measurement): Subscriber {
  const { error } = subscriber;
  overrideMethods(subscriber, {
    error(this: unknown, reason: unknown) {
      run.end(true, reason);
      return error.call(this, reason);
    },
  });
  withoutMeasuring(() => subscriber.add(() => run.end(false, undefined)));
  return subscriber;
}

/** With handlers in their places, as far as there are any, and all that is no handler as it is. */
function observed(args: unknown[], run: Measurement): unknown[] {
  const [first, error, complete, ...more] = args;
  const rest = args.slice(1);
  if (isSubscriber(first)) return [watched(first, run), ...rest];
  const isOne = (handler: unknown) => typeof handler === "function";
  const given = [first, error, complete];
  if (given.some(isOne) && given.every((one) => one === undefined || one === null || isOne(one))) {
    return [first, failing(error, run), completing(complete, run), ...more];
  }
  if (first === undefined || first === null) return [observing({}, run), ...rest];
  if (typeof first === "object") return [observing(first, run), ...rest];
  return typeof first === "function" ? [observing({ next: first as Handler }, run), ...rest] : args;
}

function failing(handler: unknown, run: Measurement): Handler {
  const measured: Handler = {
    method(this: unknown, ...args: unknown[]) {
      const [reason] = args;
      run.end(true, reason);
      // What nobody handles is thrown, which observables report as they report what has no handler.
      if (typeof handler !== "function") throw reason;
      return handler.apply(this, args);
    },
  }.method;
  return typeof handler === "function" ? copyFunctionIdentity(handler, measured) : measured;
}

function completing(handler: unknown, run: Measurement): Handler {
  const measured: Handler = {
    method(this: unknown, ...args: unknown[]) {
      run.end(false, undefined);
      return typeof handler === "function" ? handler.apply(this, args) : undefined;
    },
  }.method;
  return typeof handler === "function" ? copyFunctionIdentity(handler, measured) : measured;
}

/** An observer that passes everything on to another one. It looks up the methods of that one at each call. */
function observing(observer: Observer, run: Measurement): Observer {
  return {
    ...(observer.start && { start: (...args) => observer.start?.(...args) }),
    next: (...args) => observer.next?.(...args),
    error: (...args) => failing(observer.error, run).apply(observer, args),
    complete: (...args) => completing(observer.complete, run).apply(observer, args),
  };
}

function measuredSubscription(subscription: unknown, run: Measurement): unknown {
  if (isTeardown(subscription)) return ending(subscription, run);
  if (isSubscriber(subscription)) {
    withoutMeasuring(() => subscription.add(() => run.end(false, undefined)));
    return subscription;
  }
  const { unsubscribe } = (subscription ?? {}) as Partial<Subscriber>;
  if (typeof unsubscribe !== "function") return subscription;
  const proxy = overrideMethods(subscription as object, {
    unsubscribe(this: unknown) {
      run.end(false, undefined);
      return unsubscribe.call(this === proxy ? subscription : this);
    },
  });
  return proxy ?? subscription;
}

/** Some observables give the function that ends the subscription, without methods of its own. */
function isTeardown(subscription: unknown): subscription is Handler {
  return typeof subscription === "function" && !("unsubscribe" in subscription);
}

function ending(teardown: Handler, run: Measurement): Handler {
  const measured: Handler = {
    method(this: unknown, ...args: unknown[]) {
      run.end(false, undefined);
      return teardown.apply(this, args);
    },
  }.method;
  return copyFunctionIdentity(teardown, measured);
}
