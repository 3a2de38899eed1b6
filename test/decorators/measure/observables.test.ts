import { describe, expect, test } from "vitest";
import { CountExceptions, InProgress, Timer } from "../../../src/index.js";
import { bindAlone, callSpecs } from "../bound-class.js";

const { seconds, running, failures } = callSpecs("observed");
const until = { until: "end" } as const;

class Source {
  @Timer(seconds, until)
  @InProgress(running, until)
  @CountExceptions(failures, until)
  give<T>(what: T): T {
    return what;
  }
}

interface Observer {
  next?(value: number): void;
  error?(reason: unknown): void;
  complete?(): void;
}

/** Behaves like a subscriber of RxJS 7, as far as these tests need it. */
class Subscriber implements Observer {
  closed = false;
  readonly #observer: Observer;
  readonly #teardowns = new Set<() => void>();
  constructor(observer: Observer) {
    this.#observer = observer;
  }
  next(one: number) {
    if (!this.closed) this.#observer.next?.(one);
  }
  error(reason: unknown) {
    if (this.closed) return;
    try {
      if (this.#observer.error === undefined) throw reason;
      this.#observer.error(reason);
    } catch (unhandled) {
      reported.push(unhandled);
    }
    this.unsubscribe();
  }
  complete() {
    if (this.closed) return;
    this.#observer.complete?.();
    this.unsubscribe();
  }
  add(teardown: () => void) {
    if (this.closed) teardown();
    else this.#teardowns.add(teardown);
  }
  remove(teardown: () => void) {
    this.#teardowns.delete(teardown);
  }
  unsubscribe() {
    if (this.closed) return;
    this.closed = true;
    for (const teardown of this.#teardowns) teardown();
  }
}

const reported: unknown[] = [];

class Observable {
  readonly #produce: (subscriber: Subscriber) => void;
  subscriptions = 0;
  constructor(produce: (subscriber: Subscriber) => void) {
    this.#produce = produce;
  }
  subscribe(observer?: Observer | ((one: number) => void)) {
    this.subscriptions++;
    const subscriber =
      observer instanceof Subscriber
        ? observer
        : new Subscriber(typeof observer === "function" ? { next: observer } : (observer ?? {}));
    this.#produce(subscriber);
    return subscriber;
  }
  "@@observable"() {
    return this;
  }
}

const naturals = () =>
  new Observable((subscriber) => {
    for (let one = 1; !subscriber.closed; one++) subscriber.next(one);
  });
const never = () => new Observable(() => {});
const failing = () => new Observable((subscriber) => subscriber.error(new Error("broken")));
const three = () =>
  new Observable((subscriber) => {
    for (const one of [1, 2, 3]) subscriber.next(one);
    subscriber.complete();
  });

function setUp() {
  return { ...bindAlone(Source, [seconds, running, failures]), source: new Source() };
}

describe("an observable", () => {
  test("is returned itself, not subscribed to by measuring, and measured until it completes", () => {
    using set = setUp();
    const observable = three();
    expect(set.source.give(observable)).toBe(observable);
    expect([observable.subscriptions, set.read()]).toEqual([0, [0, 0, 0]]);
    const seen: unknown[] = [];
    observable.subscribe({ next: (one) => seen.push(one, set.read()[1]), complete: () => seen.push("end") });
    expect(seen).toEqual([1, 1, 2, 1, 3, 1, "end"]);
    expect([observable.subscriptions, set.read()]).toEqual([1, [1, 0, 0]]);
  });

  test("is measured for the first subscription only", () => {
    using set = setUp();
    const observable = set.source.give(three());
    observable.subscribe();
    observable.subscribe();
    expect(set.read()).toEqual([1, 0, 0]);
  });

  test("ends its call when the subscriber unsubscribes", () => {
    using set = setUp();
    const subscription = set.source.give(never()).subscribe(() => {});
    expect(set.read()).toEqual([0, 1, 0]);
    subscription.unsubscribe();
    subscription.unsubscribe();
    expect(set.read()).toEqual([1, 0, 0]);
  });

  test("ends its call when the function that subscribe returned is called", () => {
    using set = setUp();
    let isEnded = false;
    const observable = {
      subscribe: (_: object) => () => {
        isEnded = true;
        return "ended";
      },
      ["@@observable"]() {
        return this;
      },
    };
    const teardown = (set.source.give(observable as never) as unknown as typeof observable).subscribe({ next() {} });
    expect(set.read()).toEqual([0, 1, 0]);
    expect([teardown(), isEnded]).toEqual(["ended", true]);
    expect(set.read()).toEqual([1, 0, 0]);
  });

  test("that fails counts as failed, and passes the error to its observer", () => {
    using set = setUp();
    const heard: unknown[] = [];
    set.source.give(failing()).subscribe({ error: (reason) => heard.push(reason) });
    expect(heard).toEqual([new Error("broken")]);
    expect(set.read()).toEqual([1, 0, 1]);
  });

  test("that fails without an error handler is reported, as it would be without measuring", () => {
    using set = setUp();
    reported.length = 0;
    set.source.give(failing()).subscribe();
    expect(reported).toEqual([new Error("broken")]);
    expect(set.read()).toEqual([1, 0, 1]);
  });

  test("stops immediately when an operator's subscriber takes no more values", () => {
    using set = setUp();
    const seen: number[] = [];
    const taking: Subscriber = new Subscriber({
      next(one) {
        seen.push(one);
        if (one === 3) taking.unsubscribe();
      },
    });
    expect(set.source.give(naturals()).subscribe(taking)).toBe(taking);
    expect(seen).toEqual([1, 2, 3]);
    expect(set.read()).toEqual([1, 0, 0]);
  });

  test("is measured through @@observable, by which libraries exchange observables", () => {
    using set = setUp();
    const observable = set.source.give(three());
    observable["@@observable"]().subscribe();
    expect(set.read()).toEqual([1, 0, 0]);
    const foreign = set.source.give({ "@@observable": three });
    foreign["@@observable"]().subscribe();
    expect(set.read()).toEqual([2, 0, 0]);
  });

  test("with a plain subscription object ends its call when that is unsubscribed", () => {
    using set = setUp();
    let isTornDown = false;
    const plain = {
      "@@observable": () => plain,
      subscribe: (_: unknown) => ({
        unsubscribe() {
          isTornDown = true;
        },
      }),
    };
    set.source.give(plain).subscribe(undefined).unsubscribe();
    expect(isTornDown).toBe(true);
    expect(set.read()).toEqual([1, 0, 0]);
  });

  test("whose subscribe throws counts as failed", () => {
    using set = setUp();
    const broken = {
      "@@observable": () => broken,
      subscribe() {
        throw new Error("broken");
      },
    };
    expect(() => set.source.give(broken).subscribe()).toThrow("broken");
    expect(set.read()).toEqual([1, 0, 1]);
  });
});
