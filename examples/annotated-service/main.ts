// A shop with annotated services. It generates its own load and runs until it receives SIGINT or SIGTERM.
//
//   PORT    the port to listen on (default: 8000 or the next free port)
//   HOST    the address to listen on (default: 127.0.0.1)
//   ORDERS  the number of orders after which the load stops; the service continues (default: unlimited)
import { Info, isNarthexError } from "narthex";
import { Service } from "narthex/service";
import { Inventory } from "./inventory.js";
import { generateLoad } from "./load.js";
import { Orders } from "./orders.js";
import { Payments } from "./payments.js";

const { PORT, HOST = "127.0.0.1", ORDERS = "Infinity" } = process.env;

new Info({ name: "shop_build_info", help: "What runs here." }).set({ version: "1.4.2", node: process.version });

const ending = new AbortController();
const inventory = new Inventory();
const orders = new Orders(inventory, new Payments());
let load: Promise<void> | undefined;

const service = new Service();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, async () => {
    ending.abort();
    await load;
    await service.stop();
  });
}

await (PORT === undefined ? startOnFreePort(8000) : service.start({ host: HOST, port: Number(PORT) }));
console.log(`Serving prometheus metrics on: ${service.metricsUrl}`);
load = generateLoad(orders, inventory, { orders: Number(ORDERS), signal: ending.signal });

async function startOnFreePort(first: number): Promise<void> {
  for (let port = first; ; port++) {
    try {
      await service.start({ host: HOST, port });
      return;
    } catch (error) {
      const isTaken = isNarthexError(error) && error.code === "NARTHEX_LISTEN_FAILED";
      if (!isTaken || port === first + 9) throw error;
    }
  }
}
