import { describe, expect, test } from "vitest";
import { bind, CountCalls, counter, declarationsOf, Instrumented, Registry } from "../../../src/index.js";
import { shown } from "../reading.js";
import { recordedReports } from "../recorded-reports.js";

type AnyClass = abstract new () => object;
const reported = recordedReports();

/** Gives a class a static method that cannot be replaced. */
function TakesAll(type: AnyClass, _context?: unknown): void {
  Object.defineProperty(type, Symbol.hasInstance, { value: () => true });
}

/** Makes a method irreplaceable. */
function Fixes(member: string): (type: AnyClass, context?: unknown) => void {
  return (type) => void Object.defineProperty(type.prototype, member, { writable: false, configurable: false });
}

describe("a method that cannot be replaced", () => {
  test("is skipped and reported by @Instrumented, which measures all others", async () => {
    @Instrumented()
    @TakesAll
    @Fixes("two")
    class Orders {
      one() {}
      two() {
        return "two";
      }
      three() {}
      static four() {}
    }
    const registry = new Registry();
    using _ = bind(Orders, registry);
    const orders = new Orders();
    orders.one();
    expect(orders.two()).toBe("two");
    orders.three();
    Orders.four();
    expect({} instanceof Orders).toBe(true);
    const series = Object.keys(await shown(registry)).filter((name) => name.startsWith("method_calls_total"));
    expect(series).toEqual([
      "method_calls_total{class=Orders,method=one}",
      "method_calls_total{class=Orders,method=three}",
      "method_calls_total{class=Orders,method=four}",
    ]);
    expect(declarationsOf(Orders).map(({ member }) => member)).not.toContain("two");
    expect(reported).toEqual([
      "Orders NARTHEX_UNMEASURED_METHOD: @Instrumented: cannot measure Orders.two, Orders[Symbol.hasInstance], because the property is neither writable nor configurable. To leave it out, name it in exclude.",
    ]);
  });

  test("is not reported if it is excluded", () => {
    @Instrumented({ exclude: [Symbol.hasInstance, "two"] })
    @TakesAll
    @Fixes("two")
    class Orders {
      one() {}
      two() {}
    }
    expect(declarationsOf(Orders)).toHaveLength(4);
    expect(reported).toEqual([]);
  });

  test("is skipped by another decorator on the class", async () => {
    const calls = counter({ name: "calls_total", help: "Calls." });
    @CountCalls(calls)
    @TakesAll
    class Orders {
      one() {}
    }
    const registry = new Registry();
    using _ = bind(Orders, registry);
    new Orders().one();
    expect(await shown(registry)).toEqual({ calls_total: 1 });
    expect(reported).toEqual([
      "Orders NARTHEX_UNMEASURED_METHOD: @CountCalls: cannot measure Orders[Symbol.hasInstance], because the property is neither writable nor configurable. Decorate the methods to be measured instead.",
    ]);
  });

  test("is not reported if it has the decorator itself", () => {
    const calls = counter({ name: "calls_total", help: "Calls." });
    @CountCalls(calls)
    @Fixes("one")
    class Orders {
      @CountCalls(calls)
      one() {}
    }
    expect(declarationsOf(Orders)).toHaveLength(1);
    expect(reported).toEqual([]);
  });

  test("is measured if it is writable", async () => {
    const calls = counter({ name: "calls_total", help: "Calls." });
    const Seals = (type: AnyClass, _context?: unknown) => void Object.seal(type.prototype);
    @CountCalls(calls)
    @Seals
    class Orders {
      one() {}
    }
    const registry = new Registry();
    using _ = bind(Orders, registry);
    new Orders().one();
    expect(await shown(registry)).toEqual({ calls_total: 1 });
  });
});

describe("@Instrumented leaves the class unchanged if it throws because of", () => {
  /** The class that a failing decorator was applied to. */
  function refused(apply: (keep: (type: AnyClass) => void) => unknown): { type: AnyClass; error: unknown } {
    const kept: AnyClass[] = [];
    try {
      apply((type) => void kept.push(type));
    } catch (error) {
      return { type: kept[0] as AnyClass, error };
    }
    throw new Error("the decorator did not throw");
  }

  const attempts: Record<string, (keep: (type: AnyClass, context?: unknown) => void) => unknown> = {
    "a frozen class": (keep) => {
      const Freezes = (type: AnyClass, _context?: unknown) => void Object.freeze(type);
      @Instrumented()
      @Freezes
      @keep
      class Orders {
        one() {}
        static two() {}
      }
      return Orders;
    },
    "an excluded method that does not exist": (keep) => {
      @Instrumented({ exclude: ["two"] })
      @keep
      class Orders {
        one() {}
      }
      return Orders;
    },
    "constant labels that one of the shared families has": (keep) => {
      @Instrumented({ constLabels: { exception: "x" } })
      @keep
      class Orders {
        one() {}
      }
      return Orders;
    },
  };

  test.each(Object.entries(attempts))("%s", (_, attempt) => {
    let one: unknown;
    const { type, error } = refused((keep) =>
      attempt((given: AnyClass) => {
        one = Object.getOwnPropertyDescriptor(given.prototype, "one")?.value;
        keep(given);
      }),
    );
    expect(error).toBeInstanceOf(Error);
    expect(Object.getOwnPropertyDescriptor(type.prototype, "one")?.value).toBe(one);
    expect(declarationsOf(type)).toEqual([]);
  });
});
