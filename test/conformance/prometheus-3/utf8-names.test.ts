import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Counter, Gauge, Registry } from "../../../src/index.js";
import { Service } from "../../../src/service/index.js";
import { PrometheusServer } from "../judges/prometheus-server.js";
import { judgedModel } from "../readings/model-family.js";
import { type JudgedSample, samplesOf, seriesOf } from "../readings/normal-form.js";
import { utf8Names } from "../registries/arbitrary-recipes.js";

/** The settings of each job, and the format that it receives. */
const jobs = {
  openMetrics: { settings: {}, format: "openmetrics-1.0.0" },
  text: { settings: { scrape_protocols: ["PrometheusText1.0.0"] }, format: "text-1.0.0" },
};

const registry = new Registry();
// Prometheus renames labels that the target has as well.
const named = fc
  .sample(utf8Names, 60)
  .filter(({ labels }) => !labels.some(([label]) => label === "job" || label === "instance"));
named.forEach(({ name, labels }, index) => {
  const labelNames = labels.map(([label]) => label);
  const options = { name: `r${index}_${name}`, help: name, labelNames, nameValidation: "utf8", registry } as const;
  new Counter(options).labels(Object.fromEntries(labels)).inc(3);
});

function written(samples: readonly JudgedSample[]): string[] {
  return samples.map((sample) => `${seriesOf(sample)} ${sample.value}`).sort();
}

describe.each(Object.entries(jobs))("Prometheus 3 that accepts UTF-8 names in %s", (job, { settings, format }) => {
  const service = new Service({ registry });
  let prometheus: PrometheusServer;

  beforeAll(async () => {
    await service.start({ host: "127.0.0.1", port: 0 });
    prometheus = await PrometheusServer.start({ targets: { [job]: service.metricsUrl }, scrapeSettings: settings });
    await prometheus.scraped(job, 2);
  });

  afterAll(async () => {
    await prometheus?.stop();
    await service.stop();
  });

  it(`receives ${format}`, async () => {
    const scrapes = await prometheus.query(`narthex_scrapes_total{job="${job}"} > 0`);
    expect(scrapes.map(({ metric }) => [metric["format"], metric["code"]])).toEqual([[format, "200"]]);
  });

  it("stores every name of a random registry unchanged", async () => {
    using gathered = await registry.gather();
    const families = gathered.filter(({ name }) => !name.startsWith("narthex_")).map(judgedModel);
    const stored = await prometheus.samples(`{job="${job}",__name__!~"up|scrape_.*|narthex_.*"}`);
    expect(written(stored)).toEqual(written(samplesOf(families)));
    expect(stored).toHaveLength(named.length);
  });
});

it.each([
  ["allow-utf-8", "http.server_requests", "http.route"],
  ["underscores", "http_server_requests", "http_route"],
  ["dots", "http_dot_server__requests", "http_dot_route"],
  ["values", "U__http_2e_server__requests", "U__http_2e_route"],
])("Prometheus 3 that requests the escaping %s stores %s{%s}", async (scheme, name, label) => {
  const escaped = new Registry();
  const options = { name: "http.server_requests", help: "", labelNames: ["http.route"], registry: escaped } as const;
  new Gauge({ ...options, nameValidation: "utf8" }).set({ "http.route": "/a" }, 2);
  await using service = new Service({ registry: escaped });
  await service.start({ host: "127.0.0.1", port: 0 });
  await using prometheus = await PrometheusServer.start({
    targets: { app: service.metricsUrl },
    scrapeSettings: { metric_name_escaping_scheme: scheme },
  });
  await prometheus.scraped("app");
  expect(await prometheus.samples('{job="app",__name__!~"up|scrape_.*|narthex_.*"}')).toEqual([
    { name, labels: [[label, "/a"]], value: 2 },
  ]);
});
