import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Registry } from "../../../src/index.js";
import { Service } from "../../../src/service/index.js";
import { PrometheusServer } from "../judges/prometheus-server.js";
import { judgedModel } from "../readings/model-family.js";
import { type JudgedSample, samplesOf, seriesOf } from "../readings/normal-form.js";
import { asOpenMetrics } from "../readings/openmetrics-limits.js";
import { recipes } from "../registries/arbitrary-recipes.js";
import { orderMetrics } from "../registries/order-metrics.js";
import { type Recipe, registryOf } from "../registries/recipe.js";

const modes = [
  { mode: "without features", features: [], format: "openmetrics-1.0.0" },
  {
    mode: "with native histograms and exemplars",
    features: ["native-histograms", "exemplar-storage"],
    format: "protobuf",
  },
];

/** The metrics that Prometheus adds, and those that change between scrapes. */
const ours = (job: string): string => `{job="${job}",__name__!~"up|scrape_.*|narthex_.*"}`;

/** The samples of a registry in a format that Prometheus can store, without the library's own metrics. */
async function samplesIn(registry: Registry, format: string): Promise<JudgedSample[]> {
  using gathered = await registry.gather();
  const families = gathered.filter(({ name }) => !name.startsWith("narthex_")).map(judgedModel);
  return samplesOf(format === "protobuf" ? families : families.map(asOpenMetrics));
}

/**
 * Prometheus 2.42 drops samples that are too old or too new, takes the suffixes off gauge histograms that come as protobuf,
 * renames labels that the target has too, and keeps native histograms as no samples (which have a test of their own).
 */
function storable(all: readonly Recipe[]): Recipe[] {
  return all.filter((one) => {
    if (one.kind === "custom") {
      const isStamped = [...one.family.metrics].some(({ timestamp }) => timestamp !== undefined);
      if (isStamped || one.family.type === "gaugehistogram") return false;
    }
    if (one.kind === "histogram" && one.native !== undefined) return false;
    const facts = one.kind === "info" ? Object.keys(one.facts) : [];
    return ![...one.labelNames, ...Object.keys(one.constLabels), ...facts].includes("job");
  });
}

function written(samples: readonly JudgedSample[]): string[] {
  return samples.map((sample) => `${seriesOf(sample)} ${Object.is(sample.value, -0) ? "-0" : sample.value}`).sort();
}

describe.each(modes)("Prometheus $mode", ({ features, format }) => {
  const orders = orderMetrics();
  const random = registryOf(storable(fc.sample(recipes, 60).flat()), "r");
  const services = { orders: new Service({ registry: orders }), random: new Service({ registry: random }) };
  let prometheus: PrometheusServer;

  beforeAll(async () => {
    for (const service of Object.values(services)) await service.start({ host: "127.0.0.1", port: 0 });
    const targets = { orders: services.orders.metricsUrl, random: services.random.metricsUrl };
    prometheus = await PrometheusServer.start({ targets, features });
    await Promise.all(Object.keys(targets).map((job) => prometheus.scraped(job, 2)));
  });

  afterAll(async () => {
    await prometheus?.stop();
    for (const service of Object.values(services)) await service.stop();
  });

  test(`receives ${format}`, async () => {
    const scrapes = await prometheus.query('narthex_scrapes_total{job="orders"} > 0');
    expect(scrapes.map(({ metric }) => [metric["format"], metric["code"]])).toEqual([[format, "200"]]);
  });

  test("stores the values of every kind of collector", async () => {
    expect(written(await prometheus.samples(ours("orders")))).toEqual(written(await samplesIn(orders, format)));
  });

  test("stores every value of a random registry", async () => {
    expect(written(await prometheus.samples(ours("random")))).toEqual(written(await samplesIn(random, format)));
  });

  test("stores help texts unchanged", async () => {
    const metadata = await prometheus.metadata("orders");
    expect(metadata).toContainEqual(
      expect.objectContaining({ type: "counter", help: 'Orders by "tier",\nescaped \\.' }),
    );
  });
});

test.each([
  { format: "OpenMetrics", features: ["exemplar-storage"] },
  { format: "protobuf", features: ["native-histograms", "exemplar-storage"] },
])("Prometheus stores the exemplars of counters and histograms in $format", async ({ features }) => {
  await using service = new Service({ registry: orderMetrics() });
  await service.start({ host: "127.0.0.1", port: 0 });
  await using prometheus = await PrometheusServer.start({ targets: { orders: service.metricsUrl }, features });
  await prometheus.scraped("orders", 2);
  const found = [
    ...(await prometheus.exemplars("orders_total")),
    ...(await prometheus.exemplars("checkout_duration_seconds_bucket")),
  ].flatMap(({ exemplars }) => exemplars.map(({ labels, value }) => [labels["trace_id"], Number(value)]));
  expect(found).toEqual([
    ["0af7651916cd43dd8448eb211c80319c", 2 ** 53],
    ["b7ad6b7169203331", 0.7],
  ]);
});
