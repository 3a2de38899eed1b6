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

/** Where calls through a proxy around a bound instance are counted. */
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

describe("a call through a proxy around an instance that is bound by itself", () => {
  test("counts where the class is bound, because the proxy is another object", () => {
    expect(count((shop, { one }) => bind(shop, one))).toEqual([3, 0]);
  });

  test("counts where the proxy is bound", () => {
    expect(count((shop, { one }, proxy) => bindAll([shop, proxy], one))).toEqual([0, 3]);
  });

  test("counts with the instance when the proxy calls methods on it", () => {
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
