// A job that ends before Prometheus can scrape it. It pushes its metrics after it has run, to the gateway at
// PUSHGATEWAY_URL. Without that variable, it pushes to a stand-in that prints the metrics.
import { setTimeout as sleep } from "node:timers/promises";
import { Counter, Registry } from "narthex";
import { Pushgateway, PushMetrics } from "narthex/push";
import { startStandIn } from "./stand-in.js";

const standIn = process.env["PUSHGATEWAY_URL"] === undefined ? await startStandIn() : undefined;
const registry = new Registry();
const gateway = new Pushgateway({
  url: process.env["PUSHGATEWAY_URL"] ?? standIn?.url ?? "",
  job: "nightly_backup",
  groupingKey: { volume: "/var/lib/shop" },
  registry,
  format: "text",
  gzip: false,
});
const records = new Counter({ name: "backup_records_total", help: "Records that were backed up.", registry });

class Backup {
  // Adds backup_duration_seconds, backup_success and backup_last_success_timestamp_seconds.
  @PushMetrics(gateway, { name: "backup" })
  async run(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      await sleep(1);
      records.inc();
    }
  }
}

await new Backup().run(42);
await standIn?.stop();
console.log("Pushed the metrics of the job.");
