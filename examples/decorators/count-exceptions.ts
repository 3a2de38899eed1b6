// @CountExceptions: how many calls throw, or return a promise that is rejected.
import { CountExceptions, counter, defaultRegistry, render } from "narthex";

class Declined extends Error {
  override name = "Declined";
}

const failures = counter({ name: "payment_failures_total", help: "Payments that failed.", labelNames: ["reason"] });

class Payments {
  // Each decorator counts the errors that it is for. Constant labels show as 0 before the first one.
  @CountExceptions(failures, { only: Declined, labels: { reason: "declined" } })
  @CountExceptions(failures, { only: RangeError, labels: { reason: "invalid" } })
  async pay(amount: number): Promise<void> {
    if (amount < 0) throw new RangeError("less than nothing");
    if (amount > 100) throw new Declined("too much");
  }

  // Without a collector: the family that all classes share, which has the error's name as a label.
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
  // The error arrives here as if nobody had counted it.
}

const names = new Set(["payment_failures_total", "method_exceptions_total"]);
const { body } = await render(defaultRegistry, undefined, { names });
console.log(new TextDecoder().decode(body));
