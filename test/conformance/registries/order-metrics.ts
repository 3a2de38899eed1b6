import { Counter, Gauge, Histogram, Info, Registry, StateSet, Summary } from "../../../src/index.js";

/** A registry with a collector of each kind, correct names, and values that change only when they are updated. */
export function orderMetrics(): Registry {
  const registry = new Registry();
  const orders = new Counter({
    name: "orders_total",
    help: 'Orders by "tier",\nescaped \\.',
    labelNames: ["tier", "note"],
    constLabels: { host: "alpha" },
    registry,
  });
  orders.inc({ tier: "gold", note: 'a "quoted" \\ line\nbreak, {x="y"} ü 😀' }, 3);
  orders.inc({ tier: "free", note: "" }, 2 ** 53, { exemplar: { trace_id: "0af7651916cd43dd8448eb211c80319c" } });

  const stock = new Gauge({ name: "stock_items", help: "Items in stock.", labelNames: ["number"], registry });
  const numbers = [0, -0, Number.NaN, Infinity, -Infinity, 5e-324, 1e-320, -1.5, 1e21, 1e-7, 0.1, Number.MAX_VALUE];
  for (const [index, number] of numbers.entries()) stock.set({ number: index }, number);

  const seconds = new Histogram({
    name: "checkout_duration_seconds",
    help: "Time to check out.",
    unit: "seconds",
    buckets: [0.001, 0.1, 1, 10, 1e6],
    labelNames: ["tier"],
    registry,
  });
  for (const value of [0.0005, 0.05, 0.5, 5, 50, 5e6]) seconds.observe({ tier: "gold" }, value);
  seconds.observe({ tier: "gold" }, 0.7, { exemplar: { trace_id: "b7ad6b7169203331" } });

  const bytes = new Summary({ name: "order_size_bytes", help: "Size of orders.", unit: "bytes", registry });
  for (const value of [512, 1024.5]) bytes.observe(value);

  new Info({ name: "build_info", help: "What runs.", registry }).set({ version: "1.4.2", commit: "0a1b2c3" });
  new StateSet({ name: "breaker_state", help: "The breaker.", states: ["closed", "open"], registry }).set("open");
  return registry;
}
