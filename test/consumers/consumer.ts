// What a user writes. It is compiled as a .mts and as a .cts file, in both dialects of decorators.
import assert from "node:assert/strict";
import {
  bind,
  CountExceptions,
  Counter,
  counter,
  gauge,
  histogram,
  InProgress,
  Registry,
  render,
  type Settled,
  Timer,
} from "narthex";
import { Service } from "narthex/service";

interface Order {
  readonly tier: "gold" | "basic";
  readonly isPaid: boolean;
}

class PaymentError extends Error {}

const checkoutSeconds = histogram({
  name: "checkout_duration_seconds",
  help: "Time to check an order out.",
  labelNames: ["tier", "outcome"],
});

class Checkout {
  @Timer(checkoutSeconds, {
    labels: ({ args: [order], outcome }: Settled<[Order]>) => ({
      tier: order.tier,
      outcome: outcome.ok ? "ok" : "error",
    }),
  })
  @InProgress(gauge({ name: "checkouts_in_progress", help: "Checkouts running now." }))
  @CountExceptions(counter({ name: "checkout_failures_total", help: "Checkouts that threw." }), { only: PaymentError })
  async pay(order: Order): Promise<string> {
    if (!order.isPaid) throw new PaymentError("declined");
    return order.tier;
  }

  @Timer()
  refund(id: string): string {
    return id;
  }
}

async function textOf(registry: Registry): Promise<string> {
  return new TextDecoder().decode((await render(registry)).body);
}

async function main(): Promise<void> {
  const registry = new Registry();
  const events = new Counter({ name: "events_total", help: "Number of events.", labelNames: ["kind"], registry });
  events.labels({ kind: "timer_expiry" }).inc();
  events.inc({ kind: "timer_expiry" }, 5);

  bind(Checkout, registry);
  const checkout = new Checkout();
  assert.equal(await checkout.pay({ tier: "gold", isPaid: true }), "gold");
  await assert.rejects(checkout.pay({ tier: "basic", isPaid: false }), PaymentError);
  assert.equal(checkout.refund("42"), "42");

  const text = await textOf(registry);
  for (const sample of [
    'events_total{kind="timer_expiry"} 6',
    'checkout_duration_seconds_count{tier="gold",outcome="ok"} 1',
    'checkout_duration_seconds_count{tier="basic",outcome="error"} 1',
    "checkouts_in_progress 0",
    "checkout_failures_total 1",
    'method_duration_seconds_count{class="Checkout",method="refund"} 1',
  ]) {
    assert.ok(text.split("\n").includes(sample), `${sample} is not in\n${text}`);
  }

  const service = new Service({ registry });
  await service.start({ host: "127.0.0.1", port: 0 });
  const response = await fetch(service.metricsUrl);
  assert.equal(response.status, 200);
  assert.match(await response.text(), /^checkout_failures_total 1$/m);
  await service.stop();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
