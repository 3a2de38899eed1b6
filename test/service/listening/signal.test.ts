import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { Registry } from "../../../src/registry/registry.js";
import { Service } from "../../../src/service/index.js";
import { ask } from "../../web-client.js";
import { ControlledCollector, registryOf, scrape, until, valueIn } from "../serving.js";

const local = { host: "127.0.0.1" };
const listenersOf = (signal: AbortSignal): number => getEventListeners(signal, "abort").length;

describe("a signal given to start", () => {
  test("stops the service when it aborts, and running scrapes complete", async () => {
    const { signal, abort } = abortable();
    const registry = new Registry();
    const collector = registry.register(new ControlledCollector());
    const service = await new Service({ registry }).start({ ...local, signal });
    const { metricsUrl } = service;
    const running = scrape(service);
    await until(() => collector.asked === 1);
    abort();
    await expect(ask(metricsUrl)).rejects.toThrow(/ECONNREFUSED/);
    collector.answer();
    expect(valueIn(await running, "controlled")).toBe(1);
    await service.stop();
    expect(() => service.url).toThrow(/not running/);
  });

  test("that has aborted before makes start reject with its reason", async () => {
    const reason = new Error("shutting down");
    const service = new Service();
    await expect(service.start({ ...local, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await using running = await service.start(local);
    expect(running.urls).toHaveLength(1);
  });

  test("that aborts during the start makes it reject with its reason, and nothing listens", async () => {
    const { signal, abort } = abortable();
    const service = new Service();
    const starting = service.start({ ...local, signal });
    const reason = new Error("shutting down");
    abort(reason);
    await expect(starting).rejects.toBe(reason);
    expect(() => service.url).toThrow(/not running/);
    expect(listenersOf(signal)).toBe(0);
  });

  test("has one listener while the service runs, and none afterwards", async () => {
    const { signal } = abortable();
    const service = new Service({ registry: registryOf(1) });
    for (let n = 0; n < 3; n++) {
      await service.start({ ...local, signal });
      expect(listenersOf(signal)).toBe(1);
      await service.stop();
      expect(listenersOf(signal)).toBe(0);
    }
  });

  test("has no listener after a start that failed", async () => {
    const { signal } = abortable();
    await using holder = await new Service().start(local);
    const port = Number(new URL(holder.url).port);
    await expect(new Service().start({ ...local, port, signal })).rejects.toThrow(/in use/);
    expect(listenersOf(signal)).toBe(0);
  });

  test("has no further listener after a start of a running service", async () => {
    const { signal } = abortable();
    await using service = await new Service().start({ ...local, signal });
    await expect(service.start({ ...local, signal })).rejects.toThrow(/already running/);
    expect(listenersOf(signal)).toBe(1);
  });

  test("that aborts after the service has stopped does not affect the next start", async () => {
    const { signal, abort } = abortable();
    const service = await new Service({ registry: registryOf(1) }).start({ ...local, signal });
    await service.stop();
    await using again = await service.start(local);
    abort();
    expect((await scrape(again)).status).toBe(200);
  });

  test("must be one", async () => {
    await expect(new Service().start({ signal: true as never })).rejects.toThrow("signal must be an AbortSignal");
  });
});

function abortable(): { signal: AbortSignal; abort(reason?: Error): void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: (reason) => controller.abort(reason) };
}
