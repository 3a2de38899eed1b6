// Next.js puts this file into several bundles, so it is evaluated more than once in one process.
import { ClassLabel, CountCalls, Counter, counter } from "narthex";

const lists = new Counter({
  name: "order_lists_total",
  help: "Lists of orders, by who asked.",
  labelNames: ["by"],
  reuse: true,
});

@ClassLabel("Orders")
export class Orders {
  @CountCalls()
  @CountCalls(counter({ name: "order_list_calls_total", help: "Before the change." }))
  list(by: string): string[] {
    lists.inc({ by });
    return ["bread", "salt"];
  }
}
