import { expect, test } from "vitest";
import { Counter, Registry } from "../../../src/index.js";
import { Service } from "../../../src/service/index.js";
import { fakeClock } from "../../../src/testing/index.js";
import { PrometheusServer } from "../judges/prometheus-server.js";

test("Prometheus marks expired series as stale, and counts every update of those that return", async () => {
  using clock = fakeClock(Date.now() / 1000);
  const registry = new Registry();
  const jobs = new Counter({ name: "jobs_total", help: "Jobs.", labelNames: ["queue"], ttlSeconds: 60, registry });
  await using service = new Service({ registry });
  await service.start({ host: "127.0.0.1", port: 0 });
  const kept = jobs.labels({ queue: "kept" });
  kept.inc(7);
  jobs.inc({ queue: "asked for" }, 7);

  await using prometheus = await PrometheusServer.start({
    targets: { jobs: service.metricsUrl },
    scrapeInterval: "500ms",
  });
  const values = async (expression: string) =>
    Object.fromEntries(
      (await prometheus.query(expression)).map(({ metric, value }) => [metric["queue"], value] as const),
    );
  await prometheus.scraped("jobs", 3);
  expect(await values("jobs_total")).toEqual({ kept: 7, "asked for": 7 });

  clock.advance(60);
  // Without the mark, Prometheus would return the last values for another five minutes.
  await prometheus.scraped("jobs", 2);
  expect(await values("jobs_total")).toEqual({});
  expect(await values('narthex_series_expired_total{metric="jobs_total"}')).toEqual({ undefined: 2 });

  kept.inc(3);
  jobs.inc({ queue: "asked for" }, 2);
  await prometheus.scraped("jobs", 3);
  expect(await values("jobs_total")).toEqual({ kept: 10, "asked for": 2 });
  expect(await values("resets(jobs_total[1m])")).toEqual({ kept: 0, "asked for": 1 });
  // Prometheus extrapolates increases by up to one scrape interval.
  expect(await values("round(increase(jobs_total[1m]))")).toEqual({ kept: 3, "asked for": 2 });
});
