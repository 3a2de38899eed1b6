// A label function returns one of the values that a label declares, as a literal without `as const`.
import { CountCalls, counter, histogram, type Settled, Timer, timed } from "narthex";

const seconds = histogram({ name: "s", help: "", labelNames: { outcome: ["ok", "error"], zone: true } });
const calls = counter({ name: "c_total", help: "", labelNames: { size: ["small", "large"] } });

export class Orders {
  @Timer(seconds, {
    labels: ({ outcome }: Settled) => ({ outcome: outcome.ok ? "ok" : "error", zone: 1 }),
  })
  @CountCalls(calls, { labels: () => ({ size: "small" }) })
  place(): void {}

  @CountCalls(calls, {
    labels: ({ args: [amount] }: Settled<[number]>) => {
      if (amount > 100) return { size: "large" };
      return { size: "small" };
    },
  })
  ship(_amount: number): void {}

  // @ts-expect-error: no such value is declared
  @CountCalls(calls, { labels: () => ({ size: "huge" }) })
  // @ts-expect-error: the collector has no label of this name
  @CountCalls(calls, { labels: () => ({ size: "small", zone: "eu" }) })
  // @ts-expect-error: a label is missing
  @Timer(seconds, { labels: () => ({ outcome: "ok" }) })
  // @ts-expect-error: a text that is not a literal may be any
  @CountCalls(calls, { labels: () => ({ size: String(1) }) })
  cancel(): void {}
}

export const measured = timed(seconds, (_amount: number) => "done", {
  labels: ({ outcome }) => ({ outcome: outcome.ok ? "ok" : "error", zone: "eu" }),
});
