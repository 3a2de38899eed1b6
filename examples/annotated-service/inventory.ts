import { setTimeout as sleep } from "node:timers/promises";
import { CountCalls, counter, Gauge, Timer } from "narthex";
import type { Item } from "./order.js";

export class OutOfStock extends Error {
  override name = "OutOfStock";
}

/** The stock of the shop. */
export class Inventory {
  readonly #left = new Map<string, number>();

  // A live collector, for a value that no method call measures.
  readonly #stock = new Gauge({ name: "shop_stock_items", help: "Items in stock.", labelNames: ["sku"] });

  // Without a collector, @Timer uses the shared family method_duration_seconds.
  @Timer()
  async reserve({ sku, quantity }: Item): Promise<void> {
    await sleep(1 + Math.random() * 9);
    const left = this.#left.get(sku) ?? 0;
    if (left < quantity) throw new OutOfStock(`${quantity} of ${sku} wanted, ${left} left`);
    this.#put(sku, left - quantity);
  }

  @Timer()
  release({ sku, quantity }: Item): void {
    this.#put(sku, (this.#left.get(sku) ?? 0) + quantity);
  }

  @CountCalls(counter({ name: "shop_restocks_total", help: "Deliveries to the warehouse." }))
  restock(skus: readonly string[], quantity: number): void {
    for (const sku of skus) this.#put(sku, quantity);
  }

  #put(sku: string, left: number): void {
    this.#left.set(sku, left);
    this.#stock.set({ sku }, left);
  }
}
