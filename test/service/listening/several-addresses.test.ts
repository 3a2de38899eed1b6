import { describe, expect, test } from "vitest";
import { Registry } from "../../../src/registry/registry.js";
import { Service, type ServiceOptions, type StartOptions } from "../../../src/service/index.js";
import { ask } from "../../web-client.js";
import { ControlledCollector, registryOf, until } from "../serving.js";

const local = { host: "127.0.0.1" };

/** Starts a service on several addresses. */
function serveAt(listen: StartOptions["listen"], options: ServiceOptions = {}): Promise<Service> {
  return new Service({ registry: registryOf(1), ...options }).start({ listen });
}

/** Returns a port of 127.0.0.1 on which nothing listens. */
async function freePort(): Promise<number> {
  await using service = await serveAt([local]);
  return portOf(service.url);
}

function portOf(url: string | undefined): number {
  return Number(new URL(url ?? "").port);
}

describe("a service with several addresses", () => {
  test("answers at each of them, and lists their URLs in the order of the options", async () => {
    await using service = await serveAt([local, { host: "127.0.0.2" }, local]);
    expect(service.urls.map((url) => new URL(url).hostname)).toEqual(["127.0.0.1", "127.0.0.2", "127.0.0.1"]);
    expect([service.url, service.metricsUrl]).toEqual([service.urls[0], `${service.urls[0]}/metrics`]);
    for (const url of service.urls) expect((await ask(`${url}/metrics`)).status).toBe(200);
  });

  test("gets a free port for each address without one", async () => {
    await using service = await serveAt([local, local]);
    expect(new Set(service.urls.map(portOf)).size).toBe(2);
  });

  test("listens on an IPv6 address", async () => {
    await using service = await serveAt([{ host: "::1" }, local]);
    expect(service.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await ask(service.metricsUrl)).status).toBe(200);
  });

  test("accepts no IPv4 on :: with ipv6Only, so that the port is free for another address", async () => {
    const port = await freePort();
    await using service = await serveAt([
      { host: "::", port, ipv6Only: true },
      { host: "0.0.0.0", port },
    ]);
    for (const host of ["[::1]", "127.0.0.1"]) expect((await ask(`http://${host}:${port}/metrics`)).status).toBe(200);
    expect(service.urls).toEqual([`http://localhost:${port}`, `http://localhost:${port}`]);
  });

  test("listens on none of them if one is in use, and names that one", async () => {
    await using holder = await serveAt([local]);
    const port = await freePort();
    const taken = portOf(holder.url);
    const starting = serveAt([{ host: "127.0.0.1", port }, { host: "127.0.0.1", port: taken }, local]);
    await expect(starting).rejects.toThrow(
      `Service.start: cannot listen on port ${taken} of 127.0.0.1: it is already in`,
    );
    await expect(ask(`http://127.0.0.1:${port}`)).rejects.toThrow(/ECONNREFUSED/);
  });

  test("can be started again after a start that failed", async () => {
    await using holder = await serveAt([local]);
    await using service = new Service({ registry: registryOf(1) });
    const listen = [local, { host: "127.0.0.1", port: portOf(holder.url) }];
    await expect(service.start({ listen })).rejects.toThrow(/in use/);
    expect((await ask((await service.start({ listen: [local] })).metricsUrl)).status).toBe(200);
  });

  test("stops at all of them, and waits for the scrapes of all", async () => {
    const registry = new Registry();
    const collector = registry.register(new ControlledCollector());
    const service = await serveAt([local, local], { registry });
    const { urls } = service;
    const scrapes = urls.map((url) => ask(`${url}/metrics`));
    await until(() => collector.asked === 1);
    let stopped = false;
    const stopping = service.stop({ graceSeconds: 60 }).then(() => {
      stopped = true;
    });
    for (const url of urls) await expect(ask(url)).rejects.toThrow(/ECONNREFUSED/);
    expect(stopped).toBe(false);
    collector.answer();
    for (const { status, headers } of await Promise.all(scrapes)) {
      expect([status, headers.connection]).toEqual([200, "close"]);
    }
    await stopping;
  });

  test("says where it runs if it is started again", async () => {
    await using service = await serveAt([local, local]);
    await expect(service.start()).rejects.toThrow(`already running at ${service.urls.join(", ")}.`);
  });
});

describe("the options of addresses", () => {
  test.each([
    [{ listen: [] }, "listen must be an array of at least one address"],
    [{ listen: { port: 1 } }, "listen must be an array of at least one address"],
    [{ listen: [local, "127.0.0.1"] }, "listen[1] must be an object"],
    [{ listen: [{ port: 65_536 }] }, "listen[0].port must be a whole number from 0 to 65535, but was 65536."],
    [{ listen: [{ prot: 1 }] }, 'unknown option "listen[0].prot"'],
    [{ listen: [local], port: 1 }, "port must not be set together with listen."],
    [{ listen: [local], host: "h" }, "host must not be set together with listen."],
    [{ host: "0.0.0.0", ipv6Only: true }, "ipv6Only must not be set together with the IPv4 address 0.0.0.0."],
    [{ listen: [{ ...local, ipv6Only: true }] }, "listen[0].ipv6Only must not be set together with the IPv4 address"],
  ])("%o is rejected", async (options, message) => {
    await expect(new Service().start(options as StartOptions)).rejects.toThrow(`Service.start: ${message}`);
  });
});
