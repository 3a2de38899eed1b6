import { setTimeout as sleep } from "node:timers/promises";
import type { Inventory } from "./inventory.js";
import type { Order } from "./order.js";
import type { Orders } from "./orders.js";

const prices: Readonly<Record<string, number>> = { lamp: 40, chair: 120, table: 350, rug: 80 };
const CUSTOMERS = 12;

/** How much load there is. */
export interface LoadOptions {
  /** How many orders are placed before the load ends; `Infinity` for no end. */
  readonly orders: number;
  /** Ends the load earlier. */
  readonly signal: AbortSignal;
}

/** Customers who order, wait, and order again, while the warehouse is restocked. Resolves when the last order is done. */
export async function generateLoad(orders: Orders, inventory: Inventory, options: LoadOptions): Promise<void> {
  const { orders: limit, signal } = options;
  let placed = 0;
  const customer = async (): Promise<void> => {
    while (placed < limit && !signal.aborted) {
      if (placed % 100 === 0) inventory.restock(Object.keys(prices), 150);
      // A shop goes on when an order fails; the metrics tell how many did.
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
