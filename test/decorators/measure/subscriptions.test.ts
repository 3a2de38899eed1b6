import { describe, expect, test } from "vitest";
import { measured } from "./measured.js";

/** An observable that never ends and whose `subscribe` returns a value. */
const observable = <T>(subscription: T) => ({
  subscribe: (_observer: object): T => subscription,
  "@@observable"() {
    return this;
  },
});

describe("the subscription of a measured observable", () => {
  test.each([undefined, null, { id: 1 }, "token"])("may be %o, which is returned itself", (subscription) => {
    const { give, read } = measured("end");
    expect(give(observable(subscription)).subscribe({})).toBe(subscription);
    expect(read()).toEqual([0, 1, 0]);
  });

  test("may be an object that throws when it is read, which is returned itself", () => {
    const { give } = measured("end");
    const unreadable = new Proxy(
      {},
      {
        get() {
          throw new Error("unreadable");
        },
      },
    );
    const isSame = give(observable(unreadable)).subscribe({}) === unreadable;
    expect(isSame).toBe(true);
  });

  test("may be a function with an unsubscribe method", () => {
    const { give, read } = measured("end");
    const subscription = Object.assign(() => "called", { unsubscribe: () => "unsubscribed" });
    const given = give(observable(subscription)).subscribe({});
    expect([given(), read()]).toEqual(["called", [0, 1, 0]]);
    expect([given.unsubscribe(), read()]).toEqual(["unsubscribed", [1, 0, 0]]);
  });

  test("ends its call when it is closed without a call of unsubscribe", () => {
    const { give, read } = measured("end");
    class Subscription {
      readonly #teardowns: (() => void)[] = [];
      add(teardown: () => void) {
        this.#teardowns.push(teardown);
      }
      remove() {}
      unsubscribe() {
        this.close();
      }
      close() {
        for (const teardown of this.#teardowns) teardown();
      }
    }
    const subscription = new Subscription();
    expect(give(observable(subscription)).subscribe({})).toBe(subscription);
    subscription.close();
    expect(read()).toEqual([1, 0, 0]);
  });

  test("may be a frozen object, whose unsubscribe is called on it", () => {
    const { give, read } = measured("end");
    const receivers: unknown[] = [];
    const subscription = Object.freeze({
      unsubscribe(this: unknown) {
        receivers.push(this);
      },
    });
    const given = give(observable(subscription)).subscribe({});
    given.unsubscribe();
    expect([receivers[0] === subscription, read()]).toEqual([true, [1, 0, 0]]);
  });

  test("passes on another receiver of unsubscribe", () => {
    const { give } = measured("end");
    const receivers: unknown[] = [];
    const subscription = {
      unsubscribe(this: unknown) {
        receivers.push(this);
      },
    };
    give(observable(subscription)).subscribe({}).unsubscribe.call("another");
    expect(receivers).toEqual(["another"]);
  });

  test("may be a frozen instance of a class, which is returned itself", () => {
    const { give } = measured("end");
    class Subscription {
      unsubscribe() {}
    }
    const subscription = Object.freeze(new Subscription());
    expect(give(observable(subscription)).subscribe({})).toBe(subscription);
  });
});
