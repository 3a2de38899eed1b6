import { Body, Controller, Get, Param, ParseIntPipe, Post, Query, UseGuards } from "@nestjs/common";
import { CountExceptions, counter, gauge, histogram, InProgress, type Settled, Timer } from "narthex";
import { type Order, OrdersService } from "./orders.service.js";
import { Public, TokenGuard } from "./token.guard.js";

const seconds = histogram({
  name: "orders_request_duration_seconds",
  help: "Time that a handler took.",
  labelNames: ["route", "outcome"],
});
const labels = ({ method, outcome }: Settled) => ({ route: method, outcome: outcome.ok ? "ok" : "error" });

@Controller("orders")
@UseGuards(TokenGuard)
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  // The decorator of Narthex is below the route …
  @Public()
  @Get(":id")
  @Timer(seconds, { labels })
  find(@Param("id", ParseIntPipe) id: number): Order {
    return this.orders.find(id);
  }

  // … or above it, and above the metadata that the guard reads.
  @Timer(seconds, { labels })
  @Public()
  @Get()
  list(@Query("limit", ParseIntPipe) limit: number): readonly Order[] {
    return this.orders.list(limit);
  }

  @Timer(seconds, { labels })
  @InProgress(gauge({ name: "orders_being_placed", help: "Orders that are being placed." }))
  @CountExceptions(counter({ name: "orders_refused_total", help: "Orders that could not be placed." }))
  @Post()
  async place(@Body() { sku }: { sku: string }): Promise<Order> {
    if (!sku) throw new RangeError("an order needs a sku");
    return this.orders.place(sku);
  }
}
