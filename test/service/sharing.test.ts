import { describe, expect, test } from "vitest";
import { Registry } from "../../src/registry/registry.js";
import { metricsHandler } from "../../src/service/index.js";
import { ask } from "../web-client.js";
import { ControlledCollector, EndlessGatherer, mounted, serve, until, valueIn } from "./serving.js";

/** Serves a collector that the test completes. */
async function controlled() {
  const registry = new Registry();
  const collector = registry.register(new ControlledCollector());
  const server = await mounted(metricsHandler({ registry }));
  const get = (query = "", headers: Record<string, string> = {}) => ask(server.url + query, { headers });
  return { collector, server, get, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

describe("overlapping scrapes", () => {
  test("call a slow collector once", async () => {
    await using running = await controlled();
    const scrapes = Array.from({ length: 20 }, () => running.get());
    await until(() => running.server.arrived === 20 && running.collector.asked > 0);
    running.collector.answer();
    for (const answer of await Promise.all(scrapes)) expect(valueIn(answer, "controlled")).toBe(1);
    expect(running.collector.asked).toBe(1);
  });

  test("share a gather in different formats", async () => {
    await using running = await controlled();
    const accepts = ["text/plain", "application/openmetrics-text; version=1.0.0", "*/*"];
    const scrapes = accepts.map((accept) => running.get("", { Accept: accept }));
    await until(() => running.server.arrived === 3 && running.collector.asked > 0);
    running.collector.answer();
    for (const answer of await Promise.all(scrapes)) expect(valueIn(answer, "controlled")).toBe(1);
    expect(running.collector.asked).toBe(1);
  });

  test("do not share if their names differ, but do if only the order differs", async () => {
    await using running = await controlled();
    const queries = ["", "?name[]=controlled", "?name[]=controlled&name[]=x", "?name[]=x&name[]=controlled"];
    const scrapes = queries.map((query) => running.get(query));
    await until(() => running.server.arrived === 4 && running.collector.asked >= 3);
    running.collector.answer();
    await Promise.all(scrapes);
    expect(running.collector.asked).toBe(3);
  });

  test("do not share if their deadlines differ", async () => {
    await using running = await controlled();
    const scrapes = ["50", "90"].map((seconds) => running.get("", { "X-Prometheus-Scrape-Timeout-Seconds": seconds }));
    await until(() => running.collector.asked === 2);
    running.collector.answer();
    await Promise.all(scrapes);
  });

  test("that are sequential gather separately", async () => {
    await using running = await controlled();
    for (const time of [1, 2, 3]) {
      const next = running.get();
      await until(() => running.collector.asked === time);
      running.collector.answer();
      expect(valueIn(await next, "controlled")).toBe(time);
    }
  });

  test("keep the gathered families until each has written them", async () => {
    const registry = new EndlessGatherer();
    await using service = await serve({ registry });
    const clients = [new AbortController(), new AbortController()];
    await Promise.all(clients.map(({ signal }) => fetch(service.metricsUrl, { signal })));
    for (const client of clients) {
      expect(registry.disposed).toBeLessThan(registry.begun);
      client.abort();
    }
    await until(() => registry.disposed === registry.begun);
  });
});

test("a shared gather is disposed once, after the last of its scrapes", async () => {
  const endless = new EndlessGatherer();
  let letGo = (): void => {};
  const waiting = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const gather = async () => {
    await waiting;
    return endless.gather();
  };
  await using server = await mounted(metricsHandler({ registry: { gather } }));
  const clients = [new AbortController(), new AbortController()];
  const responses = clients.map(({ signal }) => fetch(server.url, { signal }));
  await until(() => server.arrived === 2);
  letGo();
  await Promise.all(responses);
  clients[0]?.abort();
  const { read } = endless;
  // The second still receives series after the first has disconnected.
  const body = (await responses[1])?.body?.getReader();
  while (endless.read <= read + 1000) await body?.read();
  expect([endless.begun, endless.disposed]).toEqual([1, 0]);
  clients[1]?.abort();
  await until(() => endless.disposed === 1);
});
