import {
  type Call,
  CountCalls,
  CountExceptions,
  counter,
  gauge,
  histogram,
  InProgress,
  type Settled,
  Summary,
  Timer,
} from "narthex";
import type { Inventory } from "./inventory.js";
import { type Item, type Order, type Receipt, totalOf } from "./order.js";
import type { Payments } from "./payments.js";

const seconds = histogram({
  name: "shop_order_duration_seconds",
  help: "Time from the order to the receipt.",
  labelNames: ["tier", "outcome"],
});
const inProgress = gauge({
  name: "shop_orders_in_progress",
  help: "Orders that are being handled.",
  labelNames: ["tier"],
});
const placed = counter({ name: "shop_orders_total", help: "Orders that came in.", labelNames: ["tier"] });

const tierOf = ({ args: [order] }: Call<[Order]>) => ({ tier: order.tier });

/** Handles orders: reserves the items, charges the customer and returns a receipt. */
export class Orders {
  readonly #inventory: Inventory;
  readonly #payments: Payments;
  readonly #value = new Summary({ name: "shop_order_value_euros", help: "Value of paid orders.", unit: "euros" });

  constructor(inventory: Inventory, payments: Payments) {
    this.#inventory = inventory;
    this.#payments = payments;
  }

  @Timer(seconds, {
    labels: ({ args: [order], outcome }: Settled<[Order]>) => ({
      tier: order.tier,
      outcome: outcome.ok ? "ok" : "error",
    }),
  })
  @InProgress(inProgress, { labels: tierOf })
  @CountCalls(placed, { labels: tierOf })
  @CountExceptions() // the shared family, with the name of the error as a label
  async place(order: Order): Promise<Receipt> {
    const total = totalOf(order);
    const reserved: Item[] = [];
    try {
      for (const item of order.items) {
        await this.#inventory.reserve(item);
        reserved.push(item);
      }
      await this.#payments.charge(total);
    } catch (error) {
      for (const item of reserved) this.#inventory.release(item);
      throw error;
    }
    this.#value.observe(total);
    return { order: order.id, total };
  }
}
