import { expect, it } from "vitest";
import { Counter, Histogram, Registry } from "../../../src/index.js";
import { Service } from "../../../src/service/index.js";
import { PrometheusServer } from "../judges/prometheus-server.js";

it("Prometheus 3 stores all exemplars of a native histogram", async () => {
  const registry = new Registry();
  const seconds = new Histogram({ name: "seconds", help: "", native: true, registry });
  const values = Array.from({ length: 10 }, (_, index) => 2 ** (index - 5));
  for (const value of values) seconds.observe(value, { exemplar: { trace_id: `t${value}` } });
  using gathered = await registry.gather();
  const [metric] = [...(gathered.find(({ name }) => name === "seconds")?.metrics ?? [])];
  const kept = metric !== undefined && "native" in metric ? metric.native?.exemplars.map(({ value }) => value) : [];
  expect(kept?.length).toBeGreaterThan(1);
  await using service = new Service({ registry });
  await service.start({ host: "127.0.0.1", port: 0 });
  await using prometheus = await PrometheusServer.start({
    targets: { app: service.metricsUrl },
    features: ["native-histograms", "exemplar-storage"],
  });
  await prometheus.scraped("app", 2);
  const found = (await prometheus.exemplars("seconds")).flatMap(({ exemplars }) => exemplars);
  expect(found.map(({ value }) => Number(value)).sort()).toEqual(kept?.sort());
  for (const { labels, value } of found) expect(labels).toEqual({ trace_id: `t${Number(value)}` });
});

it.each([
  ["protobuf", {}],
  ["OpenMetrics", { scrape_protocols: ["OpenMetricsText1.0.0"] }],
])("Prometheus 3 stores a 0 at the creation time of a counter, from %s", async (_, scrapeSettings) => {
  const registry = new Registry();
  new Counter({ name: "events_total", help: "", registry }).inc(3);
  using gathered = await registry.gather();
  const [metric] = [...(gathered.find(({ name }) => name === "events_total")?.metrics ?? [])];
  const created = metric !== undefined && "created" in metric ? (metric.created ?? Number.NaN) : Number.NaN;
  await using service = new Service({ registry, createdSamples: true });
  await service.start({ host: "127.0.0.1", port: 0 });
  await using prometheus = await PrometheusServer.start({
    targets: { app: service.metricsUrl },
    features: ["created-timestamp-zero-ingestion"],
    scrapeSettings,
  });
  await prometheus.scraped("app", 2);
  const [zero, next] = await prometheus.stored("events_total");
  expect(zero?.[0]).toBeCloseTo(created, 2);
  expect([zero?.[1], next?.[1]]).toEqual([0, 3]);
  expect(await prometheus.query('{__name__=~".*_created"}')).toEqual([]);
});
