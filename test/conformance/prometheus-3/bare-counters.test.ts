import { expect, it } from "vitest";
import { Counter, Registry } from "../../../src/index.js";
import { Service } from "../../../src/service/index.js";
import { PrometheusServer } from "../judges/prometheus-server.js";

it("Prometheus 3 keeps the series of a counter without _total when its configuration changes the format", async () => {
  const registry = new Registry();
  const events = new Counter({ name: "events", help: "Number of events.", totalSuffix: false, registry });
  await using service = new Service({ registry });
  await service.start({ host: "127.0.0.1", port: 0 });
  const targets = { app: service.metricsUrl };
  const protocols = ["OpenMetricsText1.0.0", "PrometheusProto", "PrometheusText0.0.4", "OpenMetricsText1.0.0"];
  const settings = (protocol: string) => ({ targets, scrapeSettings: { scrape_protocols: [protocol] } });
  const [first = "", ...others] = protocols;
  await using prometheus = await PrometheusServer.start(settings(first));
  await prometheus.scraped("app", 2);
  for (const protocol of others) {
    events.inc(10);
    await prometheus.reload(settings(protocol));
    await prometheus.scraped("app", 2);
  }
  expect(await prometheus.query("events")).toHaveLength(1);
  expect(await prometheus.query('{__name__=~"events.+"}')).toEqual([]);
  const values = (await prometheus.stored("events")).map(([, value]) => value);
  expect([...new Set(values)]).toEqual([0, 10, 20, 30]);
  const formats = await prometheus.query("narthex_scrapes_total > 0");
  expect(formats.map(({ metric }) => metric["format"]).sort()).toEqual(["openmetrics-1.0.0", "protobuf", "text-0.0.4"]);
});
