import { expect, test } from "vitest";
import { Counter } from "../../../src/collectors/counter.js";
import { Pushgateway } from "../../../src/push/index.js";
import { Registry } from "../../../src/registry/registry.js";
import { VictoriaMetricsServer } from "../judges/victoria-metrics-server.js";

test("VictoriaMetrics accepts a push at its own path and returns the samples", async () => {
  await using server = await VictoriaMetricsServer.start();
  const registry = new Registry();
  new Counter({ name: "events_total", help: "Events.", labelNames: ["kind"], registry }).inc({ kind: "a b" }, 3);
  const gateway = new Pushgateway({
    url: server.url,
    path: "/api/v1/import/prometheus",
    groupIn: "extra_label",
    job: "nightly backup",
    groupingKey: { shard: "a/b" },
    registry,
  });
  await gateway.push();
  expect(await server.query("events_total")).toEqual([
    { metric: { __name__: "events_total", job: "nightly backup", kind: "a b", shard: "a/b" }, value: 3 },
  ]);
});
