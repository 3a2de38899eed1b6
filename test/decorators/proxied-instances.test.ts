import { describe, expect, test } from "vitest";
import { bind, bindAll, CountCalls, counter, Registry } from "../../src/index.js";
import { value } from "./reading.js";

const visits = counter({ name: "visits_total", help: "Visits." });

class Shop {
  @CountCalls(visits)
  enter() {
    return this;
  }

  enterTwice() {
    return this.enter().enter();
  }
}

/** Calls methods through a proxy around an instance, and returns the counts in the registry of the class and in another. */
function count(use: (shop: Shop, registries: { all: Registry; one: Registry }, proxy: Shop) => Disposable): number[] {
  const registries = { all: new Registry(), one: new Registry() };
  const shop = new Shop();
  const proxy = new Proxy(shop, {});
  using _all = bind(Shop, registries.all);
  using _one = use(shop, registries, proxy);
  expect(proxy.enter()).toBe(proxy);
  proxy.enterTwice();
  return [value(registries.all, visits), value(registries.one, visits)] as number[];
}

describe("a call through a proxy around an instance with its own binding", () => {
  test("counts in the registry of the class, because the proxy is another object", () => {
    expect(count((shop, { one }) => bind(shop, one))).toEqual([3, 0]);
  });

  test("counts in the registry of the proxy if the proxy is bound", () => {
    expect(count((shop, { one }, proxy) => bindAll([shop, proxy], one))).toEqual([0, 3]);
  });

  test("counts in the registry of the instance if the proxy calls methods on the instance", () => {
    const [all, one] = [new Registry(), new Registry()];
    const shop = new Shop();
    const proxy = new Proxy(shop, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key);
        return typeof member === "function" ? member.bind(target) : member;
      },
    });
    using _all = bind(Shop, all);
    using _one = bind(shop, one);
    proxy.enterTwice();
    expect([value(all, visits), value(one, visits)]).toEqual([0, 2]);
  });
});
