import { Agent, get } from "node:http";
import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { Registry } from "../../../src/registry/registry.js";
import { Service } from "../../../src/service/index.js";
import { ask } from "../../web-client.js";
import { ControlledCollector, registryOf, scrape, serve, until, valueIn } from "../serving.js";

/** Whether nothing listens on a port. */
function refuses(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.destroy());
    socket.on("error", () => {}).on("close", resolve);
  });
}

/** Starts a service with a collector that answers when the test says so. */
async function controlled() {
  const registry = new Registry();
  const collector = registry.register(new ControlledCollector());
  return { collector, service: await serve({ registry }) };
}

describe("stopping a service", () => {
  test("closes its port", async () => {
    const service = await serve({ registry: registryOf(1) });
    const { metricsUrl } = service;
    await service.stop();
    await expect(ask(metricsUrl)).rejects.toThrow(/ECONNREFUSED/);
    expect(() => service.url).toThrow(/not running/);
  });

  test("can be repeated, concurrently and before the first start", async () => {
    const service = await serve({ registry: registryOf(1) });
    await Promise.all([service.stop(), service.stop()]);
    await service.stop();
    await new Service().stop();
  });

  test("can be done while it starts", async () => {
    const service = new Service({ registry: registryOf(1) });
    const starting = service.start({ host: "127.0.0.1" });
    await service.stop();
    await starting;
    expect(() => service.url).toThrow(/not running/);
    await expect(service.start({ port: -1 })).rejects.toThrow(RangeError);
    await service.start({ host: "127.0.0.1" });
    expect((await scrape(service)).status).toBe(200);
    await service.stop();
  });

  test("can be done while the start fails", async () => {
    await using holder = await serve({ registry: registryOf(1) });
    const service = new Service();
    const starting = service.start({ host: "127.0.0.1", port: Number(new URL(holder.url).port) });
    const stopping = service.stop();
    await expect(starting).rejects.toThrow(/in use/);
    await stopping;
  });

  test("happens at the end of a scope", async () => {
    let url = "";
    {
      await using service = await serve({ registry: registryOf(1) });
      url = service.metricsUrl;
      expect((await ask(url)).status).toBe(200);
    }
    await expect(ask(url)).rejects.toThrow(/ECONNREFUSED/);
  });

  test("leaves it ready to start again, with its self-metrics", async () => {
    const service = await serve({ registry: registryOf(1) });
    await scrape(service);
    await service.stop();
    await service.start({ host: "127.0.0.1" });
    const answer = await scrape(service);
    expect(valueIn(answer, 'narthex_scrapes_total{format="text-0.0.4",code="200"}')).toBe(1);
    await service.stop();
  });

  test("waits for a running scrape, which completes", async () => {
    const { collector, service } = await controlled();
    const running = scrape(service);
    await until(() => collector.asked === 1);
    const { metricsUrl } = service;
    const stopped = service.stop();
    await expect(service.start()).rejects.toThrow(/is stopping. Await stop\(\)/);
    await expect(ask(metricsUrl)).rejects.toThrow(/ECONNREFUSED/);
    collector.answer();
    expect(valueIn(await running, "controlled")).toBe(1);
    await stopped;
  });

  test("completes a large scrape of a slow reader", async () => {
    const service = await serve({ registry: registryOf(200_000) });
    const port = Number(new URL(service.url).port);
    const body = new Promise<string>((resolve, reject) => {
      get(service.metricsUrl, (response) => {
        const chunks: Buffer[] = [];
        response.once("readable", async () => {
          void service.stop();
          await until(() => refuses(port));
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
        });
        response.on("error", reject);
        response.on("end", () => resolve(Buffer.concat(chunks).toString()));
      }).on("error", reject);
    });
    expect(await body).toContain('\nnarthex_scrapes_total{format="protobuf",code="200"} 0\n');
    await service.stop();
  });

  test("aborts a scrape that outlasts the grace period", async () => {
    const { collector, service } = await controlled();
    const running = expect(scrape(service)).rejects.toThrow(/hang up|ECONNRESET/);
    await until(() => collector.asked === 1);
    await service.stop({ graceSeconds: 0.05 });
    await running;
    collector.answer();
  });

  test("closes idle connections immediately while a scrape runs", async () => {
    const { collector, service } = await controlled();
    const agent = new Agent({ keepAlive: true });
    let closed = false;
    agent.on("free", (socket) => {
      socket.once("close", () => {
        closed = true;
      });
    });
    await ask(`${service.url}/-/healthy`, { agent });
    const running = scrape(service);
    await until(() => collector.asked === 1);
    const stopped = service.stop();
    await until(() => closed);
    collector.answer();
    expect((await running).status).toBe(200);
    await stopped;
    agent.destroy();
  });

  test("does not wait for a connection without a request", async () => {
    const service = await serve({ registry: registryOf(1) });
    const socket = connect(Number(new URL(service.url).port), "127.0.0.1");
    await new Promise((resolve) => socket.once("connect", resolve));
    const closed = new Promise((resolve) => socket.once("close", resolve));
    await scrape(service);
    await service.stop({ graceSeconds: 60 });
    await closed;
  });

  test("closes a connection after its scrape", async () => {
    const { collector, service } = await controlled();
    const agent = new Agent({ keepAlive: true });
    const running = ask(service.metricsUrl, { agent });
    await until(() => collector.asked === 1);
    const stopped = service.stop({ graceSeconds: 60 });
    collector.answer();
    await running;
    await stopped;
    agent.destroy();
  });
});
