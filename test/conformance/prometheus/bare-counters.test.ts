import { expect, test } from "vitest";
import { Counter, Registry, render } from "../../../src/index.js";
import { PrometheusServer } from "../judges/prometheus-server.js";
import { TestTarget } from "../test-target.js";

const formats = [
  "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
  "application/openmetrics-text; version=1.0.0",
  "text/plain; version=0.0.4",
];

test("Prometheus stores one series of a counter without _total, whose format changes with each scrape", async () => {
  const registry = new Registry();
  const options = { name: "events", help: "Number of events.", labelNames: ["kind"], registry } as const;
  const events = new Counter({ ...options, constLabels: { host: "alpha" }, totalSuffix: false });
  events.inc({ kind: "timer_expiry" }, 33);
  const expositions = await Promise.all(formats.map((accept) => render(registry, { accept })));
  let scrapes = 0;
  await using target = await TestTarget.start(
    () => expositions[scrapes++ % expositions.length] as (typeof expositions)[number],
  );
  await using prometheus = await PrometheusServer.start({
    targets: { app: target.url },
    features: ["native-histograms", "exemplar-storage"],
  });
  await prometheus.scraped("app", 7);
  expect(await prometheus.samples('{job="app",__name__!~"up|scrape_.*"}')).toEqual([
    { name: "events", labels: Object.entries({ host: "alpha", kind: "timer_expiry" }), value: 33 },
  ]);
  expect(await prometheus.value('sum_over_time(up{job="app"}[1h]) - on () count_over_time(events[1h])')).toBe(0);
});
