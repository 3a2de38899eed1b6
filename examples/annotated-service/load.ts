import { setTimeout as sleep } from "node:timers/promises";
import type { Inventory } from "./inventory.js";
import type { Order } from "./order.js";
import type { Orders } from "./orders.js";

const prices: Readonly<Record<string, number>> = { lamp: 40, chair: 120, table: 350, rug: 80 };
const CUSTOMERS = 12;

/** Options for {@link generateLoad}. */
export interface LoadOptions {
  /** The number of orders after which the load ends; `Infinity` for an endless load. */
  readonly orders: number;
  /** A signal that ends the load earlier. */
  readonly signal: AbortSignal;
}

/** Simulates customers who order again and again, and restocks the warehouse. Resolves after the last order. */
export async function generateLoad(orders: Orders, inventory: Inventory, options: LoadOptions): Promise<void> {
  const { orders: limit, signal } = options;
  let placed = 0;
  const customer = async (): Promise<void> => {
    while (placed < limit && !signal.aborted) {
      if (placed % 100 === 0) inventory.restock(Object.keys(prices), 150);
      // A failed order does not stop the shop. The metrics count it.
      await orders.place(randomOrder(++placed)).catch(() => {});
      await sleep(20 + Math.random() * 180);
    }
  };
  await Promise.all(Array.from({ length: CUSTOMERS }, customer));
}

function randomOrder(number: number): Order {
  const skus = Object.keys(prices).filter((_, i) => i === number % 4 || Math.random() < 0.4);
  return {
    id: String(number),
    tier: Math.random() < 0.2 ? "gold" : "basic",
    items: skus.map((sku) => ({ sku, quantity: 1 + Math.floor(Math.random() * 3), price: prices[sku] ?? 0 })),
  };
}
