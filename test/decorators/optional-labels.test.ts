import { describe, expect, test } from "vitest";
import {
  bind,
  type Call,
  CountCalls,
  countCalls,
  counter,
  gauge,
  histogram,
  InProgress,
  type MethodCall,
  Registry,
  Timer,
} from "../../src/index.js";
import { shown, shownWithZeros } from "./reading.js";

const calls = counter({ name: "calls_total", help: "", labelNames: ["method", "tenant?"] });
const tiers = counter({ name: "tiers_total", help: "", labelNames: { kind: ["web", "job"], "tier?": ["gold"] } });
const running = gauge({ name: "running", help: "", labelNames: ["tenant?"] });
const seconds = histogram({ name: "orders_seconds", help: "", labelNames: ["tenant?", "error?"] });

class Orders {
  @CountCalls(calls, {
    labels: ({ args: [tenant], method }: MethodCall<Orders, "place">) => ({ method, tenant }),
  })
  place(_tenant?: string | null): void {}

  @CountCalls(tiers, { labels: { kind: "web" } })
  @CountCalls(tiers, { labels: { kind: "job", tier: "gold" } })
  ship(): void {}

  @InProgress(running, { labels: ({ args: [tenant] }: Call<Parameters<Orders["pay"]>>) => ({ tenant }) })
  @Timer(seconds, {
    labels: ({ args: [tenant], outcome }: MethodCall<Orders, "pay">) => ({
      tenant,
      error: outcome.ok ? undefined : String(outcome.error),
    }),
  })
  async pay(_tenant?: string, error?: string): Promise<void> {
    if (error !== undefined) throw error;
  }
}

describe("a decorator on a collector with an optional label", () => {
  test("leaves out the label if its function returns undefined, null or an empty value", async () => {
    const registry = new Registry();
    using _ = bind(Orders, registry);
    const orders = new Orders();
    for (const tenant of [undefined, null, "", "acme"]) orders.place(tenant);
    expect(await shown(registry)).toMatchObject({
      "calls_total{method=place}": 3,
      "calls_total{method=place,tenant=acme}": 1,
    });
  });

  test("leaves out the label if constant labels omit it", async () => {
    const registry = new Registry();
    using _ = bind(Orders, registry);
    new Orders().ship();
    expect(await shown(registry)).toMatchObject({ "tiers_total{kind=web}": 1, "tiers_total{kind=job,tier=gold}": 1 });
  });

  test("reads the outcome of each call anew", async () => {
    const registry = new Registry();
    using _ = bind(Orders, registry);
    const orders = new Orders();
    await orders.pay();
    await orders.pay("acme");
    await expect(orders.pay("acme", "broke")).rejects.toBe("broke");
    const counts = Object.fromEntries(
      [...registry.getOrCreate(seconds).series()].map(({ labels, child }) => [
        JSON.stringify(labels),
        child.get().count,
      ]),
    );
    expect(counts).toEqual({ "{}": 1, '{"tenant":"acme"}': 1, '{"tenant":"acme","error":"broke"}': 1 });
    expect(await shownWithZeros(registry)).toMatchObject({ running: 0, "running{tenant=acme}": 0 });
  });

  test("measures a function through a collector whose optional label is bound as absent", async () => {
    const registry = new Registry();
    const bound = registry.getOrCreate(calls).withLabels({ tenant: undefined });
    countCalls(bound, () => {}, { labels: ({ method }) => ({ method: method || "anonymous" }) })();
    expect(await shown(registry)).toEqual({ "calls_total{method=anonymous}": 1 });
  });
});
