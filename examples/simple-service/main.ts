// Counts the expirations of a timer, and serves the count until it receives SIGINT or SIGTERM.
import { Counter } from "narthex";
import { Service } from "narthex/service";

const events = new Counter({
  name: "events_total",
  help: "Number of events.",
  labelNames: ["kind"],
  constLabels: { host: "alpha" },
});

// The child for these label values. Create it once and keep it; its series is 0 from the start.
const expiry = events.labels({ kind: "timer_expiry" });
const timer = setInterval(() => expiry.inc(), 1000);

const service = new Service();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, async () => {
    clearInterval(timer);
    await service.stop();
  });
}

await service.start({ host: process.env.HOST ?? "127.0.0.1", port: Number(process.env.PORT ?? 8000) });
console.log(`Serving prometheus metrics on: ${service.metricsUrl}`);
