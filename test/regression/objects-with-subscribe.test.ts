import { legacy_createStore as createStore } from "redux";
import { Observable } from "rxjs";
import { describe, expect, test } from "vitest";
import { Counter, countExceptions, Gauge, Histogram, timed, trackInProgress } from "../../src/index.js";

type Handler = (this: unknown, ...args: never[]) => unknown;

function setUp() {
  const seconds = new Histogram({ name: "given_seconds", help: "Time.", registry: null });
  const running = new Gauge({ name: "given_in_progress", help: "Running.", registry: null });
  const failures = new Counter({ name: "given_failures_total", help: "Failures.", registry: null });
  const until = { until: "end" } as const;
  const identity = <T>(what: T): T => what;
  const give = timed(seconds, trackInProgress(running, countExceptions(failures, identity, until), until), until);
  return { give, read: () => [seconds.get()?.count, running.get(), failures.get()] };
}

describe("an object with subscribe that is no observable is returned unchanged, and the call ends with its return:", () => {
  test("a message client", () => {
    const { give, read } = setUp();
    const heard: unknown[][] = [];
    const listener = () => {};
    const client = {
      on() {},
      publish() {},
      subscribe(...args: unknown[]) {
        heard.push(args);
        return this;
      },
    };
    const before = Object.getOwnPropertyDescriptors(client);
    expect(give(client)).toBe(client);
    expect([Object.getOwnPropertyDescriptors(client), read()]).toEqual([before, [1, 0, 0]]);
    expect(client.subscribe("prices", { qos: 1 }, listener)).toBe(client);
    expect(heard).toEqual([["prices", { qos: 1 }, listener]]);
    expect(heard[0]?.[2]).toBe(listener);
  });

  test("a router that also has a method named pipe", () => {
    const { give, read } = setUp();
    class Router {
      readonly routes: unknown[] = [];
      pipe(path: string) {
        return this.routes.push(path);
      }
      subscribe(event: string, fn: () => void) {
        return this.routes.push(event, fn);
      }
    }
    const router = new Router();
    expect(give(router)).toBe(router);
    expect([Reflect.ownKeys(router), read()]).toEqual([["routes"], [1, 0, 0]]);
  });

  test("a Redux store, which can be converted into an observable", () => {
    const { give, read } = setUp();
    const store = createStore((count: number = 0) => count + 1);
    const before = Object.getOwnPropertyDescriptors(store);
    expect(give(store)).toBe(store);
    expect([Object.getOwnPropertyDescriptors(store), read()]).toEqual([before, [1, 0, 0]]);
    let heard = 0;
    const unsubscribe = store.subscribe(() => heard++);
    store.dispatch({ type: "increment" });
    unsubscribe();
    store.dispatch({ type: "increment" });
    expect(heard).toBe(1);
  });
});

/** A hand-made observable that records the arguments of its subscriptions. */
function noting(extra: object = {}) {
  const heard: { self: unknown; args: Handler[] }[] = [];
  const observable = {
    subscribe(this: unknown, ...args: never[]) {
      heard.push({ self: this, args });
      return { unsubscribe() {} };
    },
    "@@observable"() {
      return observable;
    },
    ...extra,
  };
  return { observable: observable as typeof observable & { subscribe(...args: unknown[]): unknown }, heard };
}

describe("an observable", () => {
  test("has the same properties before and after a subscription", () => {
    const { give } = setUp();
    const { observable, heard } = noting();
    const keys = Object.keys(observable);
    expect(Object.keys(give(observable))).toEqual(keys);
    const { subscribe, ...others } = observable;
    expect(Object.keys(others)).toEqual(["@@observable"]);
    observable.subscribe({});
    expect([Object.keys(observable), heard[0]?.self]).toEqual([keys, observable]);
  });

  test("receives each handler in its position, and all other arguments unchanged", () => {
    const { give, read } = setUp();
    const { observable, heard } = noting();
    const told: unknown[] = [];
    const next = () => {};
    function failed(this: unknown, reason: unknown) {
      told.push(this, reason);
      return "failed";
    }
    const more = { more: true };
    give(observable).subscribe(next, failed, null, more);
    const [first, second, third, fourth] = heard[0]?.args ?? [];
    expect([first, second?.name, second?.length, fourth]).toEqual([next, "failed", 1, more]);
    expect(first).toBe(next);
    expect(read()).toEqual([0, 1, 0]);
    expect(second?.call("self", "reason" as never)).toBe("failed");
    expect([typeof third, told, read()]).toEqual(["function", ["self", "reason"], [1, 0, 1]]);
  });

  test("ends its call if it is subscribed to with a single function", () => {
    const { give, read } = setUp();
    const { observable, heard } = noting();
    give(observable).subscribe(() => {});
    heard[0]?.args[2]?.();
    expect(read()).toEqual([1, 0, 0]);
  });

  test("receives an observer and the options after it", () => {
    const { give, read } = setUp();
    const { observable, heard } = noting();
    const { signal } = new AbortController();
    const options = { signal };
    const seen: unknown[] = [];
    give(observable).subscribe((one: unknown) => seen.push(one), options);
    const [observer, second] = (heard[0]?.args ?? []) as unknown as [{ next: Handler; complete: Handler }, object];
    expect(second).toBe(options);
    observer.next(1 as never);
    observer.complete();
    expect([seen, read()]).toEqual([[1], [1, 0, 0]]);
  });

  test("with the methods of an RxJS observable is recognized without a symbol", () => {
    const { give, read } = setUp();
    const { observable, heard } = noting({ "@@observable": undefined, pipe() {}, forEach() {} });
    give(observable).subscribe({});
    expect(read()).toEqual([0, 1, 0]);
    const [observer] = (heard[0]?.args ?? []) as unknown as [{ complete(): void }];
    observer.complete();
    expect(read()).toEqual([1, 0, 0]);
  });

  test("of RxJS calls each subscribed function, as it would without measuring", () => {
    const { give, read } = setUp();
    const told: unknown[] = [];
    const source = new Observable<number>((subscriber) => {
      subscriber.next(1);
      subscriber.error("broken");
    });
    give(source).subscribe(
      (one: unknown) => told.push(one),
      (reason: unknown) => told.push(reason),
    );
    expect([told, read()]).toEqual([
      [1, "broken"],
      [1, 0, 1],
    ]);
  });
});
