import { afterEach, describe, expect, test } from "vitest";
import { measured } from "./measured.js";

/** `Symbol`, in which some libraries define the key of observables. */
const symbols = Symbol as { observable?: symbol };

afterEach(() => {
  delete symbols.observable;
});

describe("an object is measured as an observable if it has", () => {
  const subscribe = (observer: { complete(): void }) => observer.complete();

  test.each([
    ["Symbol.observable", (key: symbol) => key],
    ['"@@observable", while another library defines Symbol.observable', () => "@@observable"],
  ])("a method %s", (_, keyOf) => {
    const { give, read } = measured("end");
    const key = Symbol("observable");
    symbols.observable = key;
    const one = {
      subscribe,
      [keyOf(key)]() {
        return this;
      },
    };
    give(one);
    expect(read()).toEqual([0, 0, 0]);
    one.subscribe({ complete() {} });
    expect(read()).toEqual([1, 0, 0]);
  });

  test.each([
    ["pipe and forEach", { pipe() {}, forEach() {} }, 0],
    ["pipe only", { pipe() {} }, 1],
    ["forEach only", { forEach() {} }, 1],
  ])("subscribe and %s, or else its call ends at once", (_, methods, ended) => {
    const { give, read } = measured("end");
    give({ subscribe, ...methods });
    expect(read()).toEqual([ended, 0, 0]);
  });
});

test("an object that is no observable ends the call of each method that returns it", () => {
  const { give, read } = measured("end");
  const client = { subscribe() {} };
  for (let call = 0; call < 2; call++) expect(give(client)).toBe(client);
  expect([Object.keys(client), read()]).toEqual([["subscribe"], [2, 0, 0]]);
});

describe("an object that converts to an observable", () => {
  const convertible = (observable: unknown) => ({
    asked: 0,
    "@@observable"() {
      this.asked++;
      return observable;
    },
  });

  test("is not asked for it by measuring", () => {
    const { give } = measured("end");
    expect(give(convertible({})).asked).toBe(0);
  });

  test("is in progress from the subscription to the observable on", () => {
    const { give, read } = measured("end");
    const own = { subscribe: () => ({ unsubscribe() {} }), "@@observable": () => own };
    const given = give(convertible(own));
    expect(read()).toEqual([0, 0, 0]);
    const subscription = (given["@@observable"]() as typeof own).subscribe();
    expect(read()).toEqual([0, 1, 0]);
    subscription.unsubscribe();
    expect(read()).toEqual([1, 0, 0]);
  });

  test("ends its call at once if it has a property subscribe that is no method", () => {
    const { give, read } = measured("end");
    const given = { subscribe: "later", "@@observable": () => given };
    give(given);
    expect(read()).toEqual([1, 0, 0]);
  });

  test.each([undefined, null, "text", () => {}])("may return %s instead of one", (observable) => {
    const { give } = measured("end");
    expect(give(convertible(observable))["@@observable"]()).toBe(observable);
  });
});

test("an observable that two calls return before its first subscription is in progress twice during that", () => {
  const { give, read } = measured("end");
  let asked = 0;
  const one = {
    subscribe: () => ({ unsubscribe() {} }),
    "@@observable"() {
      asked++;
      return this;
    },
  };
  give(one);
  const before = asked;
  give(one);
  expect([asked, read()]).toEqual([before, [0, 0, 0]]);
  const subscription = one.subscribe();
  expect(read()).toEqual([0, 2, 0]);
  subscription.unsubscribe();
  expect(read()).toEqual([2, 0, 0]);
});

test("a second subscription of a frozen observable does not end the call of the first", () => {
  const { give, read } = measured("end");
  const one = Object.freeze({
    subscribe: () => ({ unsubscribe() {} }),
    pipe() {},
    forEach() {},
  });
  const given = give(one);
  const first = given.subscribe();
  given.subscribe().unsubscribe();
  expect(read()).toEqual([0, 1, 0]);
  first.unsubscribe();
  expect(read()).toEqual([1, 0, 0]);
});
