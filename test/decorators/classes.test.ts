import { describe, expect, test } from "vitest";
import {
  bind,
  CountCalls,
  counter,
  declarationsOf,
  gauge,
  histogram,
  Instrumented,
  Registry,
  type Settled,
  Timer,
} from "../../src/index.js";
import { shown, shownWithZeros, value } from "./reading.js";

const symbol = Symbol("hidden");

describe("a decorator on a class", () => {
  test("applies to the class's own methods, static ones too, and calls no getter", async () => {
    const calls = counter({ name: "calls_total", help: "Calls.", labelNames: ["method"] });
    const fired: string[] = [];

    class Base {
      inherited() {}
    }

    @CountCalls(calls, { labels: ({ method }: Settled) => ({ method }) })
    class Whole extends Base {
      static readonly factory = class {};
      static handler = () => "field";
      readonly field = () => "field";
      one() {}
      async two() {}
      *three() {
        yield 1;
      }
      [symbol]() {}
      static four() {}
      get getter() {
        fired.push("getter");
        return () => {};
      }
      static get staticGetter() {
        fired.push("static getter");
        return () => {};
      }
    }

    const registry = new Registry();
    using _ = bind(Whole, registry);
    expect(fired).toEqual([]);
    const whole = new Whole();
    whole.inherited();
    whole.field();
    whole.one();
    await whole.two();
    whole.three().next();
    whole[symbol]();
    Whole.four();
    Whole.handler();
    expect(new Whole.factory()).toBeInstanceOf(Whole.factory);
    expect(await shown(registry)).toEqual({
      "calls_total{method=[hidden]}": 1,
      "calls_total{method=four}": 1,
      "calls_total{method=one}": 1,
      "calls_total{method=three}": 1,
      "calls_total{method=two}": 1,
    });
    expect(whole.constructor).toBe(Whole);
  });

  test("does not apply to methods that have the same decorator", async () => {
    const own = counter({ name: "own_total", help: "Calls." });
    const all = counter({ name: "all_total", help: "Calls." });

    @CountCalls(all)
    class Whole {
      @CountCalls(own)
      one() {}
      two() {}
    }

    const registry = new Registry();
    using _ = bind(Whole, registry);
    new Whole().one();
    new Whole().two();
    expect(await shown(registry)).toEqual({ own_total: 1, all_total: 1 });
  });
});

describe("@Instrumented", () => {
  test("records duration, calls, exceptions and calls in progress of every method", async () => {
    @Instrumented()
    class Orders {
      async place(fails: boolean) {
        if (fails) throw new RangeError("no");
      }
      static parse() {}
    }
    const registry = new Registry();
    using _ = bind(Orders, registry);
    expect(await shownWithZeros(registry)).toEqual({
      "method_calls_total{class=Orders,method=parse}": 0,
      "method_calls_total{class=Orders,method=place}": 0,
      "method_duration_seconds{class=Orders,method=parse}": 0,
      "method_duration_seconds{class=Orders,method=place}": 0,
      "methods_in_progress{class=Orders,method=parse}": 0,
      "methods_in_progress{class=Orders,method=place}": 0,
    });
    const orders = new Orders();
    const placed = orders.place(false);
    expect(value(registry, sharedRunning, { class: "Orders", method: "place" })).toBe(1);
    await placed;
    await expect(orders.place(true)).rejects.toThrow(RangeError);
    Orders.parse();
    expect(await shown(registry)).toEqual({
      "method_calls_total{class=Orders,method=parse}": 1,
      "method_calls_total{class=Orders,method=place}": 2,
      "method_duration_seconds{class=Orders,method=parse}": 1,
      "method_duration_seconds{class=Orders,method=place}": 2,
      "method_exceptions_total{class=Orders,method=place,exception=RangeError}": 1,
    });
  });

  test("passes its defaults to the decorators of the methods", async () => {
    const own = histogram({ name: "own_seconds", help: "Time." });
    const named = gauge({ name: "size", help: "Size.", namespace: "theirs", constLabels: { zone: "a" } });

    @Instrumented({ name: "Sales", namespace: "shop", subsystem: "orders", constLabels: { zone: "b", host: "h" } })
    class Orders {
      @Timer(own)
      @CountCalls()
      place() {}
      @Timer(named)
      size() {}
    }

    const registry = new Registry();
    using _ = bind(Orders, registry);
    new Orders().place();
    const scope = "host=h,zone=b";
    expect(await shown(registry)).toEqual({
      [`shop_orders_own_seconds{${scope}}`]: 1,
      [`shop_orders_method_calls_total{${scope},class=Sales,method=place}`]: 1,
    });
    expect(Object.keys(await shownWithZeros(registry))).toContain("theirs_orders_size{host=h,zone=a}");
  });

  test("puts its namespace before the name of a counter without _total", async () => {
    const calls = counter({ name: "calls", help: "Calls.", totalSuffix: false });

    @Instrumented({ namespace: "shop" })
    class Orders {
      @CountCalls(calls)
      place() {}
    }

    const registry = new Registry();
    using _ = bind(Orders, registry);
    new Orders().place();
    expect(await shown(registry)).toMatchObject({ shop_calls: 1 });
  });

  test("with different constant labels shares a family, not a collector", async () => {
    const calls = counter({ name: "shared_calls_total", help: "Calls." });
    @Instrumented({ constLabels: { team: "a" }, exclude: ["run"] })
    class A {
      @CountCalls(calls)
      run() {}
    }
    @Instrumented({ constLabels: { team: "b" }, exclude: ["run"] })
    class B {
      @CountCalls(calls)
      run() {}
    }
    const registry = new Registry();
    using _a = bind(A, registry);
    using _b = bind(B, registry);
    new A().run();
    new B().run();
    new B().run();
    expect(await shown(registry)).toEqual({ "shared_calls_total{team=a}": 1, "shared_calls_total{team=b}": 2 });
    using families = await registry.gather();
    expect(families.filter(({ name }) => name === "shared_calls_total")).toHaveLength(1);
  });

  test("excludes methods, but keeps their own decorators", async () => {
    @Instrumented({ exclude: ["toString", symbol] })
    class Orders {
      place() {}
      [symbol]() {}
      @CountCalls()
      toString() {
        return "orders";
      }
    }
    expect(declarationsOf(Orders).map(({ kind, member }) => `${kind} ${String(member)}`)).toEqual([
      "countCalls toString",
      "timer place",
      "inProgress place",
      "countExceptions place",
      "countCalls place",
    ]);
  });

  test("binds the class to the given registry when the class is defined", async () => {
    const registry = new Registry();
    @Instrumented({ registry })
    class Orders {
      place() {}
    }
    expect(Object.keys(await shownWithZeros(registry))).toContain("method_calls_total{class=Orders,method=place}");
    new Orders().place();
    const calls = { class: "Orders", method: "place" };
    expect(value(registry, sharedCalls, calls)).toBe(1);
    const other = new Registry();
    {
      using _ = bind(Orders, other);
      new Orders().place();
    }
    new Orders().place();
    expect([value(registry, sharedCalls, calls), value(other, sharedCalls, calls)]).toEqual([2, 1]);
  });

  test("rejects defaults that conflict with a method's declaration", () => {
    expect(() => {
      @Instrumented({ constLabels: { tier: "x" } })
      class Orders {
        @CountCalls(counter({ name: "tiers_total", help: "Calls.", labelNames: ["tier"] }), {
          labels: { tier: "gold" },
        })
        place() {}
      }
      return Orders;
    }).toThrow("tiers_total: constLabels must not repeat a name of labelNames");
  });

  test("rejects an excluded name that is not a method", () => {
    expect(() => {
      @Instrumented({ exclude: ["plaice"] })
      class Orders {
        place() {}
      }
      return Orders;
    }).toThrow("@Instrumented: exclude must contain only methods that Orders declares itself, but contained plaice.");
  });

  test("throws an error with the remedy if the class is frozen, and works below the decorator that freezes it", async () => {
    const Frozen = (type: new () => object, _context?: unknown) => void Object.freeze(type.prototype);
    expect(() => {
      @Instrumented()
      @Frozen
      class Orders {
        place() {}
      }
      return Orders;
    }).toThrow("@Instrumented: Orders.place cannot be replaced. Put the decorator that freezes the class above");

    @Frozen
    @Instrumented()
    class Orders {
      place() {}
    }
    Object.freeze(Orders);
    const registry = new Registry();
    using _ = bind(Orders, registry);
    Object.freeze(new Orders()).place();
    expect(value(registry, sharedCalls, { class: "Orders", method: "place" })).toBe(1);
  });
});

const sharedRunning = gauge({
  name: "methods_in_progress",
  help: "Number of method calls in progress.",
  labelNames: ["class", "method"],
});

const sharedCalls = counter({
  name: "method_calls_total",
  help: "Number of method calls.",
  labelNames: ["class", "method"],
});
