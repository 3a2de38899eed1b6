import { describe, expect, test } from "vitest";
import type { Gatherer } from "../../../src/model/collector.js";
import { closuresOf, rawConnection, rawGet, refusalsOf } from "../raw-request.js";
import { EndlessGatherer, registryOf, scrape, serve, until } from "../serving.js";
import { descriptorsClosed, type Usage, usage, usageOfWarm } from "./usage.js";

/** Calls a function for each number below a count. */
function times<T>(count: number, call: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => call(n));
}

describe("memory and descriptors are as before, and scrapes are answered, after and during", () => {
  test("300 clients that send their headers byte by byte", async () => {
    await using service = await serve({ registry: registryOf(3), limits: { headersTimeoutSeconds: 2 } });
    const before = await usageOfWarm(service);
    const head = rawGet("/metrics", `X: ${"x".repeat(5000)}`);
    const clients = times(300, () => rawConnection(service, head.slice(0, 10)));
    let at = 10;
    const timer = setInterval(() => {
      for (const { socket } of clients) if (socket.writable) socket.write(head[at] ?? "x");
      at++;
    }, 20);
    const during = await scrape(service);
    const answers = await Promise.all(clients.map(({ closed }) => closed));
    clearInterval(timer);
    expect(during.status).toBe(200);
    // A client that writes while its connection is closed may not get the response.
    expect(answers.filter((answer) => answer !== "" && !answer.startsWith("HTTP/1.1 408 "))).toEqual([]);
    expect(await refusalsOf(service, "timeout")).toBe(300);
    await descriptorsClosed(before);
    expect((await usage()).bytes - before.bytes).toBeLessThan(4_000_000);
  }, 60_000);

  test("500 connections at the same time", async () => {
    await using service = await serve({ registry: registryOf(3) });
    const before = await usageOfWarm(service);
    const clients = times(500, () => rawConnection(service, rawGet("/-/healthy")));
    await until(() => clients.every(({ received }) => received().endsWith("Healthy.\n")));
    expect((await scrape(service)).status).toBe(200);
    for (const { socket } of clients) socket.destroy();
    await descriptorsClosed(before);
    const after = await usage();
    expect(after.bytes - before.bytes).toBeLessThan(4_000_000);
  }, 60_000);

  test("500 connections of which 400 are allowed", async () => {
    await using service = await serve({ registry: registryOf(3), limits: { maxConnections: 400 } });
    const before = await usageOfWarm(service);
    const clients = times(500, () => rawConnection(service, rawGet("/-/healthy")));
    const closed = new Set<number>();
    for (const [n, client] of clients.entries()) void client.closed.then(() => closed.add(n));
    await until(() => clients.every(({ received }, n) => closed.has(n) || received().endsWith("Healthy.\n")));
    expect(closed.size).toBe(100);
    for (const { socket } of clients) socket.destroy();
    await descriptorsClosed(before);
    expect(await closuresOf(service, "limit")).toBe(100);
    expect((await usage()).bytes - before.bytes).toBeLessThan(4_000_000);
  }, 60_000);

  test("20 clients that send a body without end", async () => {
    await using service = await serve({ registry: registryOf(3) });
    const before = await usageOfWarm(service);
    const chunk = Buffer.alloc(65_536, "x");
    const clients = times(20, (n) => {
      const method = n % 2 === 0 ? "GET" : "POST";
      const length = n % 4 < 2 ? "Content-Length: 10000000000" : "Transfer-Encoding: chunked";
      const client = rawConnection(service, `${method} /metrics HTTP/1.1\r\nHost: x\r\n${length}\r\n\r\nffffffff\r\n`);
      const send = (): void => {
        while (client.socket.writable && client.socket.write(chunk));
      };
      client.socket.on("drain", send);
      client.socket.once("connect", send);
      return client;
    });
    await Promise.all(clients.map(({ closed }) => closed));
    for (const { socket } of clients) expect(socket.bytesWritten).toBeLessThan(50_000_000);
    await descriptorsClosed(before);
    expect((await scrape(service)).status).toBe(200);
    expect((await usage()).bytes - before.bytes).toBeLessThan(4_000_000);
  }, 60_000);
});

/** Returns the usage of this process when it no longer grows. */
async function settledUsage(): Promise<Usage> {
  let [last, current] = [await usage(), await usage()];
  while (current.bytes > last.bytes + 100_000) [last, current] = [current, await usage()];
  return current;
}

/** Returns a gatherer of endless series. Those that are selected by name are few. */
function endlessGatherer(): Gatherer {
  const [endless, few] = [new EndlessGatherer(), registryOf(1)];
  return { gather: (options) => (options?.names ? few.gather(options) : endless.gather()) };
}

describe("the memory for 40 clients that do not read", () => {
  // The system keeps several megabytes of a response.
  test.each<[string, () => Gatherer, string[]]>([
    ["200,000 series", () => registryOf(200_000), []],
    ["400,000 series", () => registryOf(400_000), []],
    ["endless series", endlessGatherer, []],
    ["endless series in gzip", endlessGatherer, ["Accept-Encoding: gzip"]],
  ])(
    "does not depend on the length of the exposition: %s",
    async (_, registry, headers) => {
      await using service = await serve({ registry: registry() });
      const few = "?name[]=narthex_scrapes_total";
      for (let n = 0; n < 20; n++) await scrape(service, {}, few);
      const before = await usage();
      const clients = times(40, () => rawConnection(service, rawGet("/metrics", ...headers)));
      for (const { socket } of clients) socket.pause();
      await until(async () => (await scrape(service, {}, few)).status === 503);
      const during = await settledUsage();
      expect(during.bytes - before.bytes).toBeLessThan(40_000_000);
      for (const { socket } of clients) socket.destroy();
      await descriptorsClosed(before);
      expect((await scrape(service, {}, few)).status).toBe(200);
    },
    60_000,
  );
});
