import { expect, test } from "vitest";
import { Counter, Histogram, Registry, render } from "../../../src/index.js";
import { PrometheusServer } from "../judges/prometheus-server.js";
import { TestTarget } from "../test-target.js";

const formats = [
  "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
  "application/openmetrics-text; version=1.0.0",
  "text/plain; version=0.0.4",
];

test("Prometheus stores one series without an optional label, in whichever way it is absent and in every format", async () => {
  const registry = new Registry();
  const events = new Counter({ name: "events_total", help: "Events.", labelNames: ["method", "tenant?"], registry });
  events.inc({ method: "GET" });
  events.inc({ method: "GET", tenant: undefined });
  events.inc({ method: "GET", tenant: null });
  events.inc({ method: "GET", tenant: "" });
  events.inc({ method: "GET", tenant: "acme" });
  const seconds = new Histogram({
    name: "wait_seconds",
    help: "Time.",
    labelNames: ["tenant?"],
    buckets: [1],
    registry,
  });
  seconds.observe({}, 0.5);
  const expositions = await Promise.all(formats.map((accept) => render(registry, { accept })));
  let scrapes = 0;
  await using target = await TestTarget.start(
    () => expositions[scrapes++ % expositions.length] as (typeof expositions)[number],
  );
  await using prometheus = await PrometheusServer.start({ targets: { app: target.url } });
  await prometheus.scraped("app", 7);
  const samples = await prometheus.samples('{job="app",__name__!~"up|scrape_.*"}');
  expect(samples).toHaveLength(6);
  expect(samples).toEqual(
    expect.arrayContaining([
      { name: "events_total", labels: [["method", "GET"]], value: 4 },
      {
        name: "events_total",
        labels: [
          ["method", "GET"],
          ["tenant", "acme"],
        ],
        value: 1,
      },
      { name: "wait_seconds_count", labels: [], value: 1 },
      { name: "wait_seconds_sum", labels: [], value: 0.5 },
      { name: "wait_seconds_bucket", labels: [["le", "1.0"]], value: 1 },
      { name: "wait_seconds_bucket", labels: [["le", "+Inf"]], value: 1 },
    ]),
  );
});
