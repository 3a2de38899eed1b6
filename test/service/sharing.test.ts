import { describe, expect, test } from "vitest";
import { Registry } from "../../src/registry/registry.js";
import { ControlledCollector, EndlessGatherer, scrape, serve, until, valueIn } from "./serving.js";

/** A service with one collector that answers when it is told. */
async function controlled() {
  const registry = new Registry();
  const collector = registry.register(new ControlledCollector());
  const service = await serve({ registry });
  return { collector, service, [Symbol.asyncDispose]: () => service.stop() };
}

describe("overlapping scrapes", () => {
  test("ask a slow collector once", async () => {
    const registry = new Registry();
    let asked = 0;
    registry.register({
      collect: async () => {
        asked++;
        await new Promise((resolve) => setTimeout(resolve, 100));
        return [];
      },
    });
    await using service = await serve({ registry });
    const answers = await Promise.all(Array.from({ length: 20 }, () => scrape(service)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(asked).toBe(1);
  });

  test("share a gather in different formats", async () => {
    await using running = await controlled();
    const { collector, service } = running;
    const accepts = ["text/plain", "application/openmetrics-text; version=1.0.0", "*/*"];
    const scrapes = accepts.map((accept) => scrape(service, { Accept: accept }));
    await answeringTo(collector, scrapes);
    for (const answer of await Promise.all(scrapes)) expect(valueIn(answer, "controlled")).toBe(1);
    expect(collector.asked).toBe(1);
  });

  test("share none when they ask for other names, in whatever order", async () => {
    await using running = await controlled();
    const { collector, service } = running;
    const queries = ["", "?name[]=controlled", "?name[]=controlled&name[]=x", "?name[]=x&name[]=controlled"];
    const scrapes = queries.map((query) => scrape(service, {}, query));
    await until(() => collector.asked === 3);
    await answeringTo(collector, scrapes);
    await Promise.all(scrapes);
    expect(collector.asked).toBe(3);
  });

  test("share none when their deadlines differ", async () => {
    await using running = await controlled();
    const { collector, service } = running;
    const scrapes = ["5", "9"].map((seconds) => scrape(service, { "X-Prometheus-Scrape-Timeout-Seconds": seconds }));
    await until(() => collector.asked === 2);
    collector.answer();
    await Promise.all(scrapes);
  });

  test("that come one after the other gather anew", async () => {
    await using running = await controlled();
    const { collector, service } = running;
    for (const time of [1, 2, 3]) {
      const next = scrape(service);
      await until(() => collector.asked === time);
      collector.answer();
      expect(valueIn(await next, "controlled")).toBe(time);
    }
  });

  test("keep what they share until the last has written it", async () => {
    const registry = new EndlessGatherer();
    await using service = await serve({ registry });
    const clients = [new AbortController(), new AbortController()];
    const responses = clients.map(({ signal }) => fetch(service.metricsUrl, { signal }));
    await Promise.all(responses);
    for (const client of clients) {
      expect(registry.disposed).toBeLessThan(registry.begun);
      client.abort();
    }
    await until(() => registry.disposed === registry.begun);
  });
});

/** Answers a collector until all scrapes have ended, whenever their requests arrive. */
async function answeringTo(collector: ControlledCollector, scrapes: readonly Promise<unknown>[]): Promise<void> {
  // All requests are under way before the first answer, since connecting takes fewer turns than this.
  await until(() => collector.asked > 0);
  await new Promise((resolve) => setTimeout(resolve, 50));
  collector.answer();
  await Promise.all(scrapes);
}
