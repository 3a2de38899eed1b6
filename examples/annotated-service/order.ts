/** How much a customer is promised. */
export type Tier = "basic" | "gold";

/** So many of one product. */
export interface Item {
  readonly sku: string;
  readonly quantity: number;
  readonly price: number;
}

/** What a customer wants. */
export interface Order {
  readonly id: string;
  readonly tier: Tier;
  readonly items: readonly Item[];
}

/** What a customer gets for it. */
export interface Receipt {
  readonly order: string;
  readonly total: number;
}

export function totalOf(order: Order): number {
  return order.items.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
}
