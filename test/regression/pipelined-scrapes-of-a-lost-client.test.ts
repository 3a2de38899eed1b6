import { expect, test } from "vitest";
import { Registry } from "../../src/registry/registry.js";
import { rawConnection, rawGet } from "../service/raw-request.js";
import { ControlledCollector, scrape, serve, until } from "../service/serving.js";

test("pipelined scrapes end when their client disconnects", async () => {
  const registry = new Registry();
  const collector = registry.register(new ControlledCollector());
  await using service = await serve({ registry, maxConcurrentScrapes: 5 });
  const { socket, closed } = rawConnection(service, rawGet("/metrics").repeat(5));
  await until(() => collector.asked === 1);
  socket.destroy();
  await closed;
  // The collector does not answer these scrapes.
  const timeout = { "X-Prometheus-Scrape-Timeout-Seconds": "0.05" };
  const names = "?name[]=narthex_scrape_errors_total";
  await until(async () => (await scrape(service, timeout, names)).status === 200);
  // Each has other names, so that they share no gather and all of them run.
  const queries = ["1", "2", "3", "4", "5"].map((name) => `${names}&name[]=${name}`);
  const answers = await Promise.all(queries.map((query) => scrape(service, timeout, query)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(answers[0]?.body.toString()).toContain('narthex_scrape_errors_total{cause="aborted"} 5\n');
});

test("a service with pipelined scrapes of a lost client stops without waiting for them", async () => {
  const registry = new Registry();
  const collector = registry.register(new ControlledCollector());
  const service = await serve({ registry });
  const { socket, closed } = rawConnection(service, rawGet("/metrics").repeat(5));
  await until(() => collector.asked === 1);
  const stopped = service.stop({ graceSeconds: 3600 });
  socket.destroy();
  await closed;
  await expect(stopped).resolves.toBeUndefined();
});
