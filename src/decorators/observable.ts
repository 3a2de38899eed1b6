import { intercept } from "./intercept.js";
import type { Run } from "./run.js";
import { withoutMeasuring } from "./unmeasured.js";

type Handler = (this: unknown, ...args: unknown[]) => unknown;

/** What an observable tells. */
interface Observer {
  next?: Handler;
  error?: Handler;
  complete?: Handler;
}

/** An observer that is its own subscription, as RxJS passes it from operator to operator. */
interface Subscriber extends Required<Observer> {
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
export function measuredSubscribe(subscribe: Handler, run: Run): Handler {
  return function (...args) {
    run.proceed();
    const [first] = args;
    const observed = isSubscriber(first) ? [watched(first, run), ...args.slice(1)] : [observing(args, run)];
    let subscription: unknown;
    try {
      subscription = subscribe.apply(this, observed);
    } catch (error) {
      run.end(true, error);
      throw error;
    }
    return isSubscriber(first) ? subscription : measuredSubscription(subscription, run);
  };
}

function isSubscriber(observer: unknown): observer is Subscriber {
  const { add, remove, unsubscribe } = (observer ?? {}) as Partial<Subscriber>;
  return [add, remove, unsubscribe].every((one) => typeof one === "function");
}

/** It must stay the object that it is: the source looks at it to see whether anybody still listens. */
function watched(subscriber: Subscriber, run: Run): Subscriber {
  const { error } = subscriber;
  intercept(subscriber, {
    error(this: unknown, reason: unknown) {
      run.end(true, reason);
      return error.call(this, reason);
    },
  });
  withoutMeasuring(() => subscriber.add(() => run.end(false, undefined)));
  return subscriber;
}

/** From an observer or from up to three functions. */
function observing(args: readonly unknown[], run: Run): Observer {
  const [first, error, complete] = args as readonly Handler[];
  const observer = typeof first === "object" && first !== null ? (first as Observer) : { next: first, error, complete };
  return {
    next: (value) => observer.next?.(value),
    error: (reason) => {
      run.end(true, reason);
      // What nobody handles is thrown, which observables report as they report what has no handler.
      if (typeof observer.error !== "function") throw reason;
      return observer.error(reason);
    },
    complete: () => {
      run.end(false, undefined);
      return observer.complete?.();
    },
  };
}

function measuredSubscription(subscription: unknown, run: Run): unknown {
  if (isSubscriber(subscription)) {
    withoutMeasuring(() => subscription.add(() => run.end(false, undefined)));
    return subscription;
  }
  const { unsubscribe } = (subscription ?? {}) as Partial<Subscriber>;
  if (typeof unsubscribe !== "function") return subscription;
  const proxy = intercept(subscription as object, {
    unsubscribe(this: unknown) {
      run.end(false, undefined);
      return unsubscribe.call(this === proxy ? subscription : this);
    },
  });
  return proxy ?? subscription;
}
