import { describe, expect, test } from "vitest";
import { parse } from "../../src/exposition/index.js";
import { type Gatherer, Gauge, Registry } from "../../src/index.js";
import { countLostUpdate } from "../../src/model/dropped-updates.js";
import { scrape, serve } from "../service/serving.js";

async function scraped(registry: Gatherer, query = "", accept = "text/plain") {
  const service = await serve({ registry });
  try {
    return (await scrape(service, { Accept: accept }, query)).body.toString();
  } finally {
    await service.stop();
  }
}

const samples = (body = "") => body.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

function scopedRegistry(): Registry {
  const registry = new Registry({ prefix: "app_", constLabels: { site: "x" } });
  new Gauge({ name: "a", help: "", registry });
  return registry;
}

describe("a registry's prefix and constant labels apply to", () => {
  test("the self-metrics of the service", async () => {
    const lines = samples(await scraped(scopedRegistry()));
    expect(lines).toContain('app_narthex_scrapes_total{site="x",format="text-0.0.4",code="200"} 0');
    expect(lines).toContain('app_narthex_scrape_errors_total{site="x",cause="deadline"} 0');
    expect(lines.filter((line) => !/^app_.*site="x"/.test(line))).toEqual([]);
  });

  test("the names by which a scrape selects the self-metrics", async () => {
    const body = await scraped(
      scopedRegistry(),
      "?name[]=app_narthex_scrape_errors_total&name[]=narthex_scrapes_total",
    );
    expect(samples(body).every((line) => line.startsWith("app_narthex_scrape_errors_total{"))).toBe(true);
    expect(samples(body)).toHaveLength(7);
  });

  test("the library metrics of another gatherer", async () => {
    const inner = scopedRegistry();
    const { prefix, constLabels } = inner;
    const lines = samples(await scraped({ prefix, constLabels, gather: (options) => inner.gather(options) }));
    expect(lines.filter((line) => !/^app_.*site="x"/.test(line))).toEqual([]);
  });
});

test("a label of the library's own metrics overrides a constant label of the same name", async () => {
  const registry = new Registry({ constLabels: { code: "x", cause: "x", metric: "x" } });
  registry[countLostUpdate]("lost");
  const openMetrics = "application/openmetrics-text; version=1.0.0";
  const body = await scraped(registry, "", openMetrics);
  expect(parse(body, openMetrics).map(({ name }) => name)).toContain("narthex_scrapes_total");
  expect(body).toContain('narthex_scrapes_total{cause="x",metric="x",format="text-0.0.4",code="200"} 0');
  expect(body).toContain('narthex_scrape_errors_total{code="x",metric="x",cause="deadline"} 0');
  expect(body).toContain('narthex_instrumentation_errors_total{code="x",cause="x",metric="lost"} 1');
});
