import { mock } from "node:test";
import sinon from "sinon";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { systemClock } from "../../src/globals/clock.js";
import { Counter, Gauge, Histogram, onError, Registry } from "../../src/index.js";
import { Pushgateway } from "../../src/push/index.js";
import { metricsHandler, Service } from "../../src/service/index.js";
import { fakeClock } from "../../src/testing/index.js";
import { FakeGateway } from "../push/fake-gateway.js";
import { mounted } from "../service/serving.js";
import { ask } from "../web-client.js";

/** A library's fake timers. */
interface FakeTimers {
  install(): void;
  advance(ms: number): void;
  restore(): void;
}

// All but process.nextTick and queueMicrotask, without which no Node.js server responds.
const replaced = [
  ...(["setTimeout", "clearTimeout", "setInterval", "clearInterval", "setImmediate", "clearImmediate"] as const),
  ...(["Date", "performance", "hrtime"] as const),
];
let clock: sinon.SinonFakeTimers;

const runners: Record<string, FakeTimers> = {
  Vitest: {
    install: () => void vi.useFakeTimers({ toFake: [...replaced] }),
    advance: (ms) => void vi.advanceTimersByTime(ms),
    restore: () => void vi.useRealTimers(),
  },
  sinon: {
    install: () => {
      clock = sinon.useFakeTimers({ toFake: [...replaced] });
    },
    advance: (ms) => void clock.tick(ms),
    restore: () => clock.restore(),
  },
  "node:test": {
    install: () => mock.timers.enable({ apis: ["setTimeout", "setInterval", "setImmediate", "Date"] }),
    advance: (ms) => mock.timers.tick(ms),
    restore: () => mock.timers.reset(),
  },
};

const HOUR_MS = 3_600_000;

function registryOfJobs(): Registry {
  const registry = new Registry();
  new Counter({ name: "jobs_total", help: "Jobs.", registry }).inc(3);
  new Gauge({ name: "queue_length", help: "Jobs that wait.", collect: async () => 2, registry });
  return registry;
}

describe.each(Object.entries(runners))("with fake timers of %s that do not advance", (_, timers) => {
  beforeEach(() => timers.install());
  afterEach(() => {
    timers.restore();
    onError(undefined);
  });

  const samples = async (url: string, headers = {}) => {
    const { status, body } = await ask(url, { headers });
    return [status, /^jobs_total 3$/m.test(body.toString()), /^queue_length 2$/m.test(body.toString())];
  };

  test("scrapes succeed, before and after the timers are restored, and the service stops", async () => {
    const service = await new Service({ registry: registryOfJobs() }).start({ host: "127.0.0.1" });
    expect(await samples(service.metricsUrl)).toEqual([200, true, true]);
    expect(await samples(service.metricsUrl)).toEqual([200, true, true]);
    timers.restore();
    expect(await samples(service.metricsUrl)).toEqual([200, true, true]);
    timers.install();
    const { metricsUrl } = service;
    await service.stop();
    await expect(ask(metricsUrl)).rejects.toThrow("ECONNREFUSED");
  });

  test("a handler responds", async () => {
    await using server = await mounted(metricsHandler({ registry: registryOfJobs() }));
    expect(await samples(`${server.url}/metrics`)).toEqual([200, true, true]);
  });

  test("a collector that never settles delays no scrape", async () => {
    const told = vi.fn();
    onError(told);
    const registry = registryOfJobs();
    new Gauge({ name: "hangs", help: "", collect: () => new Promise<number>(() => {}), registry });
    await using server = await mounted(metricsHandler({ registry, scrapeTimeoutSeconds: 0.05 }));
    expect(await samples(`${server.url}/metrics`)).toEqual([200, true, true]);
    timers.restore();
    expect(await samples(`${server.url}/metrics`)).toEqual([200, true, true]);
    timers.install();
    expect(told.mock.calls.map(([, incident]) => incident)).toEqual([
      { source: "hangs", code: "NARTHEX_COLLECTOR_TIMED_OUT" },
    ]);
  });

  test("a service stops while a scrape hangs", async () => {
    const registry = new Registry();
    const asked = vi.fn(() => new Promise<number>(() => {}));
    new Gauge({ name: "hangs", help: "", collect: asked, registry });
    const service = await new Service({ registry }).start({ host: "127.0.0.1" });
    const scraped = ask(service.metricsUrl).catch(() => "cut off");
    while (asked.mock.calls.length === 0) await ask(new URL("/-/healthy", service.metricsUrl));
    await service.stop({ graceSeconds: 0.01 });
    expect(await scraped).toBe("cut off");
  });

  test("single, retried and periodic pushes are sent", async () => {
    await using fake = await FakeGateway.start({ status: 503 });
    const gateway = new Pushgateway({
      url: fake.url,
      job: "a",
      registry: registryOfJobs(),
      retry: { minDelaySeconds: 0.001 },
    });
    await gateway.push();
    expect(fake.received.map(({ method }) => method)).toEqual(["PUT", "PUT"]);
    const third = new Promise<void>((resolve) => {
      fake.onRequest = () => resolve();
    });
    const pushes = gateway.pushEvery(0.001);
    await third;
    pushes[Symbol.dispose]();
  });

  test("the clock of the library continues, unless its own fake clock replaces it", () => {
    const seconds = new Histogram({ name: "job_seconds", help: "", registry: null });
    const stop = seconds.startTimer();
    const start = systemClock.now();
    timers.advance(HOUR_MS);
    expect(stop()).toBeLessThan(HOUR_MS / 1000);
    expect(systemClock.now() - start).toBeLessThan(HOUR_MS);
    using own = fakeClock();
    const stopOther = seconds.startTimer();
    own.advance(7_200);
    expect(stopOther()).toBe(7_200);
  });
});
