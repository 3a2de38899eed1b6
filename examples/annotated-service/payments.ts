import { setTimeout as sleep } from "node:timers/promises";
import { CountExceptions, counter, gauge, histogram, InProgress, type Settled, StateSet, Timer } from "narthex";

export class CardDeclined extends Error {
  override name = "CardDeclined";
}

export class ProviderTimeout extends Error {
  override name = "ProviderTimeout";
}

const seconds = histogram({
  name: "shop_payment_duration_seconds",
  help: "Time that the payment provider took.",
  labelNames: { outcome: ["ok", "error"] },
  buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5],
});
const inProgress = gauge({ name: "shop_payments_in_progress", help: "Payments that the provider has not answered." });
const failures = counter({ name: "shop_payment_failures_total", help: "Failed payments.", labelNames: ["reason"] });

/** A client of a payment provider, which is slow and unreliable for 10 seconds of each minute. */
export class Payments {
  readonly #provider = new StateSet({
    name: "shop_payment_provider",
    help: "How the payment provider does.",
    states: ["healthy", "degraded"],
  });

  // A series with constant labels is 0 before the first failure.
  @Timer(seconds, { labels: ({ outcome }: Settled) => ({ outcome: outcome.ok ? "ok" : "error" }) })
  @InProgress(inProgress)
  @CountExceptions(failures, { only: CardDeclined, labels: { reason: "declined" } })
  @CountExceptions(failures, { only: ProviderTimeout, labels: { reason: "timeout" } })
  async charge(amount: number): Promise<void> {
    const isDegraded = Date.now() % 60_000 > 50_000;
    this.#provider.set(isDegraded ? "degraded" : "healthy");
    await sleep((isDegraded ? 80 : 10) + Math.random() * 60);
    if (isDegraded && Math.random() < 0.2) throw new ProviderTimeout("no answer");
    if (amount > 1000) throw new CardDeclined("more than the card's limit");
  }
}
