// A label function returns one of the values that a label declares. Compilers before TypeScript 5.5 need `as const`.
import { CountCalls, counter, histogram, type Settled, Timer } from "narthex";

const seconds = histogram({ name: "s", help: "", labelNames: { outcome: ["ok", "error"], zone: true } });
const calls = counter({ name: "c_total", help: "", labelNames: { size: ["small", "large"] } });

export class Orders {
  @Timer(seconds, {
    labels: ({ outcome }: Settled) => ({ outcome: outcome.ok ? ("ok" as const) : ("error" as const), zone: 1 }),
  })
  @CountCalls(calls, { labels: () => ({ size: "small" as const }) })
  place(): void {}

  // @ts-expect-error: no such value is declared
  @CountCalls(calls, { labels: () => ({ size: "huge" as const }) })
  // @ts-expect-error: a text that is not a literal may be any
  @CountCalls(calls, { labels: () => ({ size: String(1) }) })
  cancel(): void {}
}
