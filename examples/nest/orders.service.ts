import { Injectable, NotFoundException } from "@nestjs/common";
import { CountCalls, counter, Instrumented } from "narthex";

export interface Order {
  readonly id: number;
  readonly sku: string;
}

/** A provider whose methods are all instrumented. */
@Injectable()
@Instrumented({ name: "orders" })
export class OrdersService {
  readonly #orders = new Map<number, Order>([[1, { id: 1, sku: "lamp" }]]);

  find(id: number): Order {
    const order = this.#orders.get(id);
    if (order === undefined) throw new NotFoundException(`There is no order ${id}.`);
    return order;
  }

  list(limit: number): readonly Order[] {
    return [...this.#orders.values()].slice(0, limit);
  }

  @CountCalls(counter({ name: "orders_placed_total", help: "Orders that were placed." }))
  place(sku: string): Order {
    const order = { id: this.#orders.size + 1, sku };
    this.#orders.set(order.id, order);
    return order;
  }
}
