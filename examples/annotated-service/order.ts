/** The service level of a customer. */
export type Tier = "basic" | "gold";

/** A quantity of one product. */
export interface Item {
  readonly sku: string;
  readonly quantity: number;
  readonly price: number;
}

/** An order of a customer. */
export interface Order {
  readonly id: string;
  readonly tier: Tier;
  readonly items: readonly Item[];
}

/** The receipt for an order. */
export interface Receipt {
  readonly order: string;
  readonly total: number;
}

export function totalOf(order: Order): number {
  return order.items.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
}
