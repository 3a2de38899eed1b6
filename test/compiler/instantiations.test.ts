import { expect, test } from "vitest";
import { type Dialect, typeCheck } from "./type-check.js";

/** A hundred classes of ten methods, each of which has three decorators with collectors of their own. */
const classes = Object.fromEntries(
  Array.from({ length: 100 }, (_, index) => {
    const methods = Array.from({ length: 10 }, (_, method) => {
      const id = `class${index}_method${method}`;
      return `
        @Timer(histogram({ name: "${id}_seconds", help: "", labelNames: ["tier", "outcome"] }), {
          labels: ({ args: [order], outcome }: Settled<[Order]>) => ({
            tier: order.tier,
            outcome: outcome.ok ? "ok" : "error",
          }),
        })
        @InProgress(gauge({ name: "${id}_in_progress", help: "" }))
        @CountExceptions(counter({ name: "${id}_failures_total", help: "", labelNames: ["tier"] }), {
          labels: { tier: "gold" },
        })
        async method${method}(order: Order): Promise<string> {
          return order.tier;
        }`;
    });
    const source = `
      import { CountExceptions, counter, gauge, histogram, InProgress, type Settled, Timer } from "narthex";
      interface Order {
        readonly tier: string;
      }
      export class Class${index} {${methods.join("\n")}
      }`;
    return [`class${index}`, source];
  }),
);

test.each<Dialect>(["standard", "legacy"])(
  "three decorators on each of 1,000 methods take at most 100,000 type instantiations with %s decorators",
  (dialect) => {
    const { messages, instantiations } = typeCheck(classes, dialect);
    expect(Object.values(messages).flat()).toEqual([]);
    expect(instantiations).toBeGreaterThan(1_000);
    expect(instantiations).toBeLessThanOrEqual(100_000);
  },
  240_000,
);
