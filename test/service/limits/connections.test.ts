import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import type { Gatherer } from "../../../src/model/collector.js";
import { Registry } from "../../../src/registry/registry.js";
import { metricsHandler } from "../../../src/service/index.js";
import { ask } from "../../web-client.js";
import { closuresOf, rawConnection, rawGet, refusalsOf } from "../raw-request.js";
import { EndlessGatherer, mounted, registryOf, scrape, serve, until, valueIn } from "../serving.js";

const registry = new Registry();

describe("a connection", () => {
  test("over the limit is closed and counted, and the others are kept", async () => {
    await using service = await serve({ registry, limits: { maxConnections: 2 } });
    const kept = rawConnection(service, rawGet("/-/healthy"));
    const second = rawConnection(service, rawGet("/-/healthy"));
    await until(() => kept.received() !== "" && second.received() !== "");
    expect(await rawConnection(service, "").closed).toBe("");
    second.socket.destroy();
    await second.closed;
    kept.socket.write(rawGet("/-/healthy", "Connection: close"));
    expect((await kept.closed).match(/200 OK/g)).toHaveLength(2);
    expect(await closuresOf(service, "limit")).toBe(1);
  });

  test("is closed after its last request, which is announced and counted", async () => {
    await using service = await serve({ registry, limits: { maxRequestsPerConnection: 2 } });
    const answers = await rawConnection(service, rawGet("/-/healthy").repeat(3)).closed;
    expect(answers.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
    expect(answers.match(/Connection: (keep-alive|close)/g)).toEqual(["Connection: keep-alive", "Connection: close"]);
    expect(await closuresOf(service, "requests")).toBe(1);
  });

  test.each([
    ["sends nothing", "", { headersTimeoutSeconds: 0.05 }],
    ["sends only a part of its headers", "GET / HTTP/1.1\r\nHost: x\r\n", { headersTimeoutSeconds: 0.05 }],
    ["sends only a part of a request", "GET / HTTP/1.1\r\nHost: x\r\n", { requestTimeoutSeconds: 0.05 }],
    ["sends a second request slowly", `${rawGet("/-/healthy")}GET /`, { headersTimeoutSeconds: 0.05 }],
  ])("that %s gets status 408 and is closed and counted", async (_, bytes, limits) => {
    await using service = await serve({ registry, limits });
    expect(await rawConnection(service, bytes).closed).toMatch(/(^|Healthy\.\n)HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(await refusalsOf(service, "timeout")).toBe(1);
  });

  test("that is idle is closed and counted", async () => {
    await using service = await serve({ registry, limits: { idleTimeoutSeconds: 0.05 } });
    expect(await rawConnection(service, rawGet("/-/healthy")).closed).toMatch(/^HTTP\/1\.1 200 OK.*Healthy\.\n$/s);
    expect(await closuresOf(service, "idle")).toBe(1);
  });
});

/** Returns a gatherer of endless series, with others that are selected by name. */
function endlessGatherer(): Gatherer {
  const [endless, short] = [new EndlessGatherer(), registryOf(10_000)];
  return { gather: (options) => (options?.names ? short.gather(options) : endless.gather()) };
}

describe("a client that does not read", () => {
  test.each([
    ["an endless exposition", rawGet("/metrics")],
    ["an endless compressed exposition", rawGet("/metrics", "Accept-Encoding: gzip")],
    ["many expositions with their length", rawGet("/metrics?name[]=events_total").repeat(100)],
    ["many pages", rawGet("/").repeat(4000)],
  ])("%s is disconnected and counted", async (_, bytes) => {
    const limits = { sendTimeoutSeconds: 0.2 };
    await using service = await serve({ registry: endlessGatherer(), maxConcurrentScrapes: 1000, limits });
    const { socket } = rawConnection(service, bytes);
    socket.pause();
    await until(async () => (await closuresOf(service, "slow_reader")) === 1);
    socket.destroy();
  });

  test("in time is disconnected also if it reads slowly", async () => {
    await using service = await serve({ registry: endlessGatherer(), limits: { sendTimeoutSeconds: 0.2 } });
    const { socket, closed } = rawConnection(service, rawGet("/metrics"));
    socket.on("data", () => {
      socket.pause();
      setTimeout(() => socket.resume(), 20);
    });
    expect((await closed).endsWith("\r\n0\r\n\r\n")).toBe(false);
    expect(await closuresOf(service, "slow_reader")).toBe(1);
  });

  test("is disconnected by a mounted handler, too", async () => {
    const handler = metricsHandler({ registry: endlessGatherer(), limits: { sendTimeoutSeconds: 0.2 } });
    await using server = await mounted(handler);
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1").on("error", () => {});
    socket.write(rawGet("/"));
    const closures = 'narthex_service_closed_connections_total{reason="slow_reader"}';
    await until(async () => valueIn(await ask(`${server.url}/?name[]=${closures.split("{")[0]}`), closures) === 1);
    socket.destroy();
  });
});

test("normal scrapes are neither refused nor closed", async () => {
  await using service = await serve({ registry: registryOf(20_000) });
  await scrape(service);
  await scrape(service, { "Accept-Encoding": "gzip" });
  const text = (await scrape(service)).body.toString();
  const counts = text.match(/^narthex_service_(refused|closed)_.*$/gm) ?? [];
  expect(counts.length).toBeGreaterThan(10);
  expect(counts.filter((line) => !line.endsWith(" 0"))).toEqual([]);
});
