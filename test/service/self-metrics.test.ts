import { afterEach, describe, expect, test } from "vitest";
import { onError } from "../../src/globals/error-listener.js";
import type { Gatherer } from "../../src/model/collector.js";
import { Registry } from "../../src/registry/registry.js";
import { gaugeFamily, registryOf, scrape, serve, valueIn } from "./serving.js";

afterEach(() => onError(undefined));

describe("self metrics", () => {
  test("show each cause of errors and each format from the first scrape on", async () => {
    await using service = await serve({ registry: new Registry() });
    const lines = (await scrape(service)).body.toString().split("\n");
    const zero = lines.filter((line) => line.endsWith(" 0"));
    for (const cause of ["collector", "deadline", "duplicate", "invalid", "gather", "encoding", "aborted"])
      expect(zero).toContain(`narthex_scrape_errors_total{cause="${cause}"} 0`);
    for (const format of ["text-0.0.4", "text-1.0.0", "openmetrics-0.0.1", "openmetrics-1.0.0", "protobuf"])
      expect(zero).toContain(`narthex_scrapes_total{format="${format}",code="200"} 0`);
  });

  test("count responses by format and code, after their bodies are written", async () => {
    await using service = await serve({ registry: new Registry() });
    await scrape(service);
    await scrape(service, { Accept: "application/openmetrics-text; version=1.0.0" });
    await scrape(service, {}, "?debug=none");
    const answer = await scrape(service);
    expect(valueIn(answer, 'narthex_scrapes_total{format="text-0.0.4",code="200"}')).toBe(1);
    expect(valueIn(answer, 'narthex_scrapes_total{format="openmetrics-1.0.0",code="200"}')).toBe(1);
    expect(valueIn(answer, 'narthex_scrapes_total{format="text-0.0.4",code="400"}')).toBe(1);
  });

  test("are in no registry", async () => {
    const registry = registryOf(1);
    await using service = await serve({ registry });
    await scrape(service);
    using gathered = await registry.gather();
    expect(gathered.map(({ name }) => name)).toEqual(["events_total"]);
  });

  test("are sorted among the families of any gatherer", async () => {
    const gatherer: Gatherer = {
      gather: async () => Object.assign([gaugeFamily("a"), gaugeFamily("z")], { [Symbol.dispose]() {} }),
    };
    await using service = await serve({ registry: gatherer });
    const names = (await scrape(service)).body.toString().match(/(?<=# TYPE )\S+/g);
    expect(names).toEqual([
      "a",
      "narthex_scrape_errors_total",
      "narthex_scrapes_total",
      "narthex_service_closed_connections_total",
      "narthex_service_refused_requests_total",
      "z",
    ]);
  });

  test("have the causes and formats alone as their labels", async () => {
    await using service = await serve({ registry: new Registry() });
    await scrape(service);
    const lines = (await scrape(service)).body.toString().split("\n");
    expect(lines.filter((line) => line.startsWith("narthex_scrape_errors_total{"))).toHaveLength(7);
    expect(lines.filter((line) => line.startsWith("narthex_scrapes_total{"))).toHaveLength(5);
  });

  test("explain themselves", async () => {
    await using service = await serve({ registry: new Registry() });
    expect((await scrape(service)).body.toString().match(/^# HELP .*/gm)).toEqual([
      "# HELP narthex_scrape_errors_total What went wrong in scrapes, by cause.",
      "# HELP narthex_scrapes_total Scrapes that were answered, by exposition format and HTTP status code.",
      "# HELP narthex_service_closed_connections_total Connections that the service closed, by reason.",
      "# HELP narthex_service_refused_requests_total Requests that were refused before they reached a page, by reason.",
    ]);
  });

  test("give way to a family of the gatherer that has their name", async () => {
    onError(() => {});
    const gather = async () => Object.assign([gaugeFamily("narthex_scrapes_total", 7)], { [Symbol.dispose]() {} });
    await using service = await serve({ registry: { gather } });
    expect((await scrape(service)).body.toString().match(/^narthex_scrapes_total.*/gm)).toEqual([
      "narthex_scrapes_total 7",
    ]);
  });
});
