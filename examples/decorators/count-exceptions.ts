// @CountExceptions counts the calls that throw or return a promise that rejects.
import { CountExceptions, counter, defaultRegistry, renderText } from "narthex";

class Declined extends Error {
  override name = "Declined";
}

const failures = counter({ name: "payment_failures_total", help: "Payments that failed.", labelNames: ["reason"] });

class Payments {
  // Each decorator counts the errors that match `only`. A series with constant labels is 0 before the first error.
  @CountExceptions(failures, { only: Declined, labels: { reason: "declined" } })
  @CountExceptions(failures, { only: RangeError, labels: { reason: "invalid" } })
  async pay(amount: number): Promise<void> {
    if (amount < 0) throw new RangeError("less than nothing");
    if (amount > 100) throw new Declined("too much");
  }

  // Without a collector, @CountExceptions uses a shared family with the name of the error as a label.
  @CountExceptions()
  refund(): never {
    throw new TypeError("nothing was paid");
  }
}

const payments = new Payments();
await Promise.allSettled([payments.pay(10), payments.pay(1000), payments.pay(2000), payments.pay(-1)]);
try {
  payments.refund();
} catch {
  // The caller receives the original error.
}

const names = ["payment_failures_total", "method_exceptions_total"];
console.log(await renderText(defaultRegistry, { names }));
