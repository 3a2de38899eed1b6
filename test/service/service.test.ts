import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { Counter } from "../../src/collectors/counter.js";
import { defaultRegistry } from "../../src/registry/default-registry.js";
import { Service } from "../../src/service/index.js";
import { ask } from "../web-client.js";
import { mounted, registryOf, scrape } from "./serving.js";

describe("a service", () => {
  test("serves the default registry unless told otherwise", async () => {
    const counter = new Counter({ name: "service_test_total", help: "Counts." });
    await using service = await new Service().start({ host: "127.0.0.1" });
    expect((await scrape(service)).body.toString()).toContain("service_test_total 0");
    defaultRegistry.unregister(counter);
  });

  test("has the port of the system in its URL", async () => {
    await using service = await new Service({ registry: registryOf(1) }).start({ host: "127.0.0.1" });
    expect(service.url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
    expect(service.metricsUrl).toBe(`${service.url}/metrics`);
  });

  test("listens on the port that it is given", async () => {
    const port = await freePort();
    await using service = await new Service({ registry: registryOf(1) }).start({ host: "127.0.0.1", port });
    expect(service.url).toBe(`http://127.0.0.1:${port}`);
    expect((await scrape(service)).status).toBe(200);
  });

  test("writes an IPv6 address in brackets", async () => {
    await using service = await new Service({ registry: registryOf(1) }).start({ host: "::1" });
    expect(service.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await scrape(service)).status).toBe(200);
  });

  test.each([undefined, "::", "0.0.0.0"])(
    "calls itself localhost where it listens on all addresses, %s",
    async (host) => {
      await using service = await new Service({ registry: registryOf(1) }).start(host === undefined ? {} : { host });
      expect(service.url).toMatch(/^http:\/\/localhost:\d+$/);
      expect((await fetch(service.metricsUrl)).status).toBe(200);
    },
  );

  test("serves the metrics at the path given to the constructor or to start", async () => {
    await using service = await new Service({ registry: registryOf(1), path: "/a" }).start({ host: "127.0.0.1" });
    expect(service.metricsUrl).toBe(`${service.url}/a`);
    expect((await scrape(service)).status).toBe(200);
    await using other = await new Service({ registry: registryOf(1) }).start({ host: "127.0.0.1", path: "/b/c" });
    expect(other.metricsUrl).toBe(`${other.url}/b/c`);
    expect((await scrape(other)).status).toBe(200);
    expect((await ask(`${other.url}/metrics`)).status).toBe(404);
  });

  test("has the path given to the constructor again in a start without a path, also after one that failed", async () => {
    const service = new Service({ registry: registryOf(1) });
    await service.start({ host: "127.0.0.1", path: "/b" });
    await service.stop();
    await using other = await new Service({ registry: registryOf(1) }).start({ host: "127.0.0.1" });
    const port = Number(new URL(other.url).port);
    await expect(service.start({ host: "127.0.0.1", port, path: "/c" })).rejects.toThrow();
    await using server = await mounted(service.handler);
    expect((await ask(`${server.url}/metrics`)).status).toBe(200);
    await using started = await service.start({ host: "127.0.0.1" });
    expect(started.metricsUrl).toBe(`${started.url}/metrics`);
  });

  test("serves the metrics instead of the landing page if their path is /", async () => {
    await using service = await new Service({ registry: registryOf(1), path: "/" }).start({ host: "127.0.0.1" });
    expect((await scrape(service)).body.toString()).toContain("events_total");
  });

  test("has no URL before it runs", () => {
    expect(() => new Service().metricsUrl).toThrow(/not running. Await start\(\) first/);
  });

  test("rejects a second start and continues to run", async () => {
    await using service = await new Service({ registry: registryOf(1) }).start({ host: "127.0.0.1" });
    await expect(service.start()).rejects.toThrow(`is already running at ${service.url}`);
    expect((await scrape(service)).status).toBe(200);
  });

  test("rejects a second start while it starts", async () => {
    await using service = new Service({ registry: registryOf(1) });
    const starting = service.start({ host: "127.0.0.1" });
    await expect(service.start()).rejects.toThrow(/is already starting/);
    await starting;
  });

  test("reports a port in use with a remedy, and can then be started elsewhere", async () => {
    await using holder = await new Service({ registry: registryOf(1) }).start({ host: "127.0.0.1" });
    const port = Number(new URL(holder.url).port);
    await using service = new Service({ registry: registryOf(1) });
    await expect(service.start({ host: "127.0.0.1", port })).rejects.toMatchObject({
      code: "NARTHEX_LISTEN_FAILED",
      message: `Service.start: cannot listen on port ${port} of 127.0.0.1: it is already in use. Stop the other server, or choose another port (0 for any free port).`,
    });
    await service.start({ host: "127.0.0.1" });
    expect((await scrape(service)).status).toBe(200);
  });

  test("reports an address that the machine does not have", async () => {
    await expect(new Service().start({ host: "192.0.2.1" })).rejects.toThrow(/no such address/);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return address !== null && typeof address === "object" ? address.port : 0;
}
