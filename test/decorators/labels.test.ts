import { describe, expect, test } from "vitest";
import {
  bind,
  type Call,
  CountCalls,
  CountExceptions,
  counter,
  gauge,
  Histogram,
  histogram,
  InProgress,
  Registry,
  type Settled,
  Timer,
} from "../../src/index.js";
import { fakeClock } from "../../src/testing/fake-clock.js";
import { shown, sum, value } from "./reading.js";

interface Order {
  readonly tier: string;
  readonly fails?: boolean;
}

const seconds = histogram({ name: "order_seconds", help: "Time.", labelNames: ["tier", "outcome"] });
const running = gauge({ name: "orders_in_progress", help: "Running.", labelNames: ["tier"] });
const failures = counter({ name: "order_failures_total", help: "Failures.", labelNames: ["error"] });
const calls = counter({ name: "orders_total", help: "Calls.", labelNames: ["tier", "shop"] });
const results = counter({ name: "order_results_total", help: "Results.", labelNames: ["result"] });

class Shop {
  readonly name = "corner";

  @Timer(seconds, {
    labels: ({ args: [order], outcome }: Settled<[Order]>) => ({
      tier: order.tier,
      outcome: outcome.ok ? "ok" : "error",
    }),
  })
  @InProgress(running, { labels: ({ args: [order] }: Call<[Order]>) => ({ tier: order.tier }) })
  @CountExceptions(failures, {
    labels: ({ outcome }: Settled) => ({ error: outcome.ok ? "none" : String(outcome.error) }),
  })
  @CountCalls(calls, {
    labels: ({ args: [order], self }: Settled<[Order], string, Shop>) => ({
      tier: order.tier,
      shop: self.name,
    }),
  })
  @CountCalls(results, {
    labels: ({ outcome, method, seconds: took }: Settled<[Order], string>) => ({
      result: `${method} ${outcome.ok ? outcome.value : "failed"} ${took}`,
    }),
  })
  async pay(order: Order): Promise<string> {
    if (order.fails) throw "broke";
    return "paid";
  }
}

describe("labels", () => {
  test("are computed from arguments, receiver, method, outcome and seconds", async () => {
    using _clock = fakeClock();
    const registry = new Registry();
    using _ = bind(Shop, registry);
    const shop = new Shop();
    await shop.pay({ tier: "gold" });
    await shop.pay({ tier: "tin", fails: true }).catch(() => {});
    expect(await shown(registry)).toEqual({
      "order_failures_total{error=broke}": 1,
      "order_results_total{result=pay failed 0}": 1,
      "order_results_total{result=pay paid 0}": 1,
      "order_seconds{tier=gold,outcome=ok}": 1,
      "order_seconds{tier=tin,outcome=error}": 1,
      "orders_total{tier=gold,shop=corner}": 1,
      "orders_total{tier=tin,shop=corner}": 1,
    });
  });

  test("are computed on entry for call counts, unless they read the outcome", async () => {
    const registry = new Registry();
    using _ = bind(Shop, registry);
    const result = new Shop().pay({ tier: "gold" });
    expect(value(registry, calls, { tier: "gold", shop: "corner" })).toBe(1);
    expect(value(registry, running, { tier: "gold" })).toBe(1);
    expect(await shown(registry)).not.toHaveProperty("order_results_total");
    await result;
    expect(value(registry, running, { tier: "gold" })).toBe(0);
  });

  test("of calls in progress are computed once, and the same series is decremented", async () => {
    let asked = 0;
    const gauged = gauge({ name: "turns_in_progress", help: "Running.", labelNames: ["turn"] });
    class Turns {
      @InProgress(gauged, { labels: () => ({ turn: ++asked }) })
      async take() {
        await new Promise((resolve) => waiting.push(resolve));
      }
    }
    const waiting: ((value?: unknown) => void)[] = [];
    const registry = new Registry();
    using _ = bind(Turns, registry);
    const turns = new Turns();
    const first = turns.take();
    const second = turns.take();
    expect(await shown(registry)).toEqual({ "turns_in_progress{turn=1}": 1, "turns_in_progress{turn=2}": 1 });
    for (const go of waiting) go();
    await Promise.all([first, second]);
    expect([await shown(registry), asked]).toEqual([{}, 2]);
  });

  test("that are the same for every call expose a series at 0 before the first call", async () => {
    const registry = new Registry();
    const constant = histogram({ name: "constant_seconds", help: "Time.", labelNames: ["tier"] });
    class Constant {
      @Timer(constant, { labels: { tier: 1 } })
      run() {}
    }
    using _ = bind(Constant, registry);
    expect(value(registry, constant, { tier: "1" })).toBe(0);
    new Constant().run();
    expect(value(registry, constant, { tier: "1" })).toBe(1);
  });

  test("outside the declared values are replaced with otherValue if it is set", async () => {
    const folded = counter({
      name: "requests_total",
      help: "Requests.",
      labelNames: { method: ["GET", "POST"] },
      otherValue: "other",
    });
    class Server {
      @CountCalls(folded, { labels: ({ args: [method] }: Settled<["GET" | "POST"]>) => ({ method }) })
      handle(_method: "GET" | "POST") {}
    }
    const registry = new Registry();
    using _ = bind(Server, registry);
    const server = new Server() as { handle(method: string): void };
    for (const method of ["GET", "GET", "BREW"]) server.handle(method);
    expect(await shown(registry)).toEqual({ "requests_total{method=GET}": 2, "requests_total{method=other}": 1 });
  });
});

describe("an exemplar", () => {
  test("is computed from its call", async () => {
    using _clock = fakeClock();
    const live = new Histogram({ name: "traced_seconds", help: "Time.", buckets: [1], registry: null });
    const traced = counter({ name: "traced_total", help: "Calls." });
    class Traced {
      @Timer(live, { exemplar: ({ args: [trace_id] }: Settled<[string]>) => ({ trace_id }) })
      @CountExceptions(traced, {
        exemplar: ({ outcome }: Settled) => ({ error: outcome.ok ? "" : String(outcome.error) }),
      })
      run(_id: string) {
        throw "no";
      }
    }
    const registry = new Registry();
    registry.register(live);
    using _ = bind(Traced, registry);
    expect(() => new Traced().run("abc")).toThrow();
    using families = await registry.gather();
    const exemplars = families.flatMap((family) => {
      if (family.type === "counter") return [...family.metrics].map(({ exemplar }) => exemplar?.labels);
      if (family.type !== "histogram") return [];
      return [...family.metrics].flatMap(({ buckets }) => buckets.map(({ exemplar }) => exemplar?.labels));
    });
    expect(exemplars).toEqual([{ trace_id: "abc" }, undefined, { error: "no" }]);
  });
});

describe("a call", () => {
  test("is not measured if when returns false", async () => {
    const registry = new Registry();
    const when = ({ args: [path] }: Call<[string]>) => path !== "/health";
    const timed = histogram({ name: "when_seconds", help: "Time." });
    const gauged = gauge({ name: "when_in_progress", help: "Running." });
    const failed = counter({ name: "when_failures_total", help: "Failures." });
    const counted = counter({ name: "when_total", help: "Calls." });
    class Server {
      @Timer(timed, { when })
      @InProgress(gauged, { when })
      @CountExceptions(failed, { when })
      @CountCalls(counted, { when })
      handle(path: string) {
        seen.push(value(registry, gauged));
        throw path;
      }
    }
    const seen: unknown[] = [];
    using _ = bind(Server, registry);
    expect(() => new Server().handle("/health")).toThrow();
    expect(await shown(registry)).toEqual({});
    expect(() => new Server().handle("/")).toThrow();
    expect(await shown(registry)).toEqual({ when_failures_total: 1, when_seconds: 1, when_total: 1 });
    expect(seen).toEqual([0, 1]);
  });
});

describe("@CountExceptions counts", () => {
  class PaymentError extends Error {}
  class CardError extends PaymentError {}
  const isBusy = (error: unknown) => error === "busy";
  const cases: readonly [string, object, readonly unknown[]][] = [
    ["all errors by default", {}, ["payment", "card", "type", "busy"]],
    ["only errors of a class", { only: PaymentError }, ["payment", "card"]],
    ["only errors that match classes and predicates", { only: [CardError, isBusy] }, ["card", "busy"]],
    ["all errors except those of a class", { except: PaymentError }, ["type", "busy"]],
    ["only errors of a class, except those of another class", { only: PaymentError, except: [CardError] }, ["payment"]],
    ["only thrown values that are errors", { only: Error }, ["payment", "card", "type"]],
  ];
  const thrown: Record<string, unknown> = {
    payment: new PaymentError(),
    card: new CardError(),
    type: new TypeError(),
    busy: "busy",
  };

  test.each(cases)("%s", (_, options, expected) => {
    const failed = counter({ name: "filtered_total", help: "Failures." });
    class Work {
      @CountExceptions(failed, options)
      run(error: unknown) {
        throw error;
      }
    }
    const registry = new Registry();
    using _binding = bind(Work, registry);
    const counted = Object.keys(thrown).filter((name) => {
      const before = value(registry, failed);
      expect(() => new Work().run(thrown[name])).toThrow();
      return value(registry, failed) !== before;
    });
    expect(counted).toEqual(expected);
  });
});

test("a timer reads the clock that is installed when the call begins and ends", () => {
  const timed = histogram({ name: "clocked_seconds", help: "Time." });
  class Work {
    @Timer(timed, { when: () => true })
    run(go: () => void) {
      go();
    }
  }
  const registry = new Registry();
  using _ = bind(Work, registry);
  using clock = fakeClock();
  new Work().run(() => clock.advance(2.5));
  expect(sum(registry, timed)).toBe(2.5);
});
