import { beforeEach, describe, expect, test } from "vitest";
import {
  bind,
  boundCollector,
  type CollectorSpec,
  Counter,
  counter,
  Declares,
  defaultRegistry,
  Info,
  Instrumented,
  info,
  Registry,
  StateSet,
  stateSet,
} from "../../src/index.js";

const breaker = stateSet({ name: "breaker", help: "State of the breaker.", states: ["closed", "open"] });
const build = info({ name: "build", help: "The running build.", labelNames: ["version"] });

@Declares(breaker, build)
class Payments {
  fail() {
    boundCollector(this, breaker).set("open");
  }
}

let registry: Registry;
beforeEach(() => {
  registry = new Registry();
});

describe("Declares", () => {
  test("creates the collectors in the registry that the class is bound to", () => {
    using _ = bind(Payments, registry);
    expect(registry.get("breaker")).toBeInstanceOf(StateSet);
    expect(registry.get("build_info")).toBeInstanceOf(Info);
  });

  test("creates the collectors of base classes, too", () => {
    class Cards extends Payments {}
    using _ = bind(Cards, registry);
    expect(registry.get("breaker")).toBeInstanceOf(StateSet);
  });

  test("creates the collectors in the default registry at the next scrape if the class is not bound", async () => {
    const lazy = counter({ name: "declared_lazily_total", help: "Events." });
    @Declares(lazy)
    class Lazy {}
    (await defaultRegistry.gather())[Symbol.dispose]();
    expect(defaultRegistry.get("declared_lazily_total")).toBeInstanceOf(Counter);
    bind(Lazy, registry);
    expect(defaultRegistry.get("declared_lazily_total")).toBeUndefined();
  });

  test.each([
    ["a state set that was changed", (created: StateSet<"a" | "b">) => created.set("b"), true],
    ["no state set that was never changed", () => {}, false],
  ])("keeps in the default registry %s", async (_, change, isKept) => {
    const name = `revoked_${isKept}`;
    const spec = stateSet({ name, help: "State.", states: ["a", "b"] });
    @Declares(spec)
    class Lazy {}
    (await defaultRegistry.gather())[Symbol.dispose]();
    change(defaultRegistry.getOrCreate(spec));
    bind(Lazy, registry);
    expect(defaultRegistry.get(name) !== undefined).toBe(isKept);
  });

  test("applies the defaults of @Instrumented above it", () => {
    @Instrumented({ namespace: "shop" })
    @Declares(breaker)
    class Shop {
      fail() {
        boundCollector(this, breaker).set("open");
      }
    }
    using _ = bind(Shop, registry);
    new Shop().fail();
    expect((registry.get("shop_breaker") as StateSet<"closed" | "open">).get()).toBe("open");
  });

  test("applies the defaults of @Instrumented below it", () => {
    @Declares(breaker)
    @Instrumented({ subsystem: "cards" })
    class Cards {}
    using _ = bind(Cards, registry);
    expect(registry.collectors().map((collector) => collector.describe?.()[0]?.name)).toContain("cards_breaker");
  });

  test("makes bind throw if the registry has another metric of the name, after it created the others", () => {
    new Counter({ name: "events_total", help: "", registry });
    const events = counter({ name: "events_total", help: "another" });
    @Declares(events, breaker)
    class Both {}
    expect(() => bind(Both, registry)).toThrow("events_total: the name is already registered in this registry");
    expect(registry.get("breaker")).toBeInstanceOf(StateSet);
  });

  test.each<[string, unknown, string]>([
    ["undefined", undefined, "but one was undefined."],
    ["a string", "breaker", 'but one was "breaker".'],
    ["a spec of no kind", { name: "a", help: "", kind: "meter" }, 'but one was {"name":"a","help":"","kind":"meter"}.'],
    [
      "a live collector",
      new Counter({ name: "live_total", help: "", registry: null }),
      "but one was the live collector live_total, which needs no declaration.",
    ],
  ])("refuses %s", (_, given, message) => {
    expect(() => Declares(given as CollectorSpec)).toThrow(
      `@Declares: the arguments must be results of counter(), gauge(), histogram(), summary(), info() or stateSet(), ${message}`,
    );
  });

  test("refuses an invalid spec that no function checked", () => {
    expect(() => Declares({ kind: "stateset", name: "a", help: "", states: [] })).toThrow(
      "a: states must be a list of at least one non-empty string, but was [].",
    );
  });
});

describe("boundCollector", () => {
  test("returns the collector of the registry that the instance is bound to", () => {
    const payments = new Payments();
    using _ = bind(Payments, new Registry());
    using _own = bind(payments, registry);
    payments.fail();
    expect(registry.getOrCreate(breaker).get()).toBe("open");
  });

  test("returns the collector of the default registry if nothing is bound", () => {
    const spec = counter({ name: "unbound_total", help: "Events." });
    class Unbound {}
    expect(boundCollector(new Unbound(), spec)).toBe(defaultRegistry.getOrCreate(spec));
  });

  test("takes a class, for static methods", () => {
    using _ = bind(Payments, registry);
    expect(boundCollector(Payments, breaker)).toBe(registry.get("breaker"));
  });

  test("creates a collector that the class does not declare", () => {
    const spec = counter({ name: "undeclared_total", help: "Events." });
    using _ = bind(Payments, registry);
    boundCollector(new Payments(), spec).inc();
    expect(registry.getOrCreate(spec).get()).toBe(1);
  });

  test.each([undefined, null, 5, Object.create(null)])("throws for %s, which has no class", (target) => {
    expect(() => boundCollector(target, breaker)).toThrow("boundCollector: the target must be a class or an instance");
  });
});
