import { afterEach, describe, expect, test, vi } from "vitest";
import { onError } from "../../src/globals/error-listener.js";
import type { Gatherer } from "../../src/model/collector.js";
import { metricsHandler } from "../../src/service/index.js";
import { ask } from "../web-client.js";
import { EndlessGatherer, mounted, registryOf, scrape, serve, valueIn } from "./serving.js";

afterEach(() => {
  vi.useRealTimers();
  onError(undefined);
});

describe("a hanging scrape", () => {
  test("is not joined after the deadline that its gather ignores", async () => {
    onError(() => {});
    let expire = (): void => {};
    const expired = new Promise<void>((resolve) => {
      expire = resolve;
    });
    let begun = 0;
    const healthy = registryOf(1);
    const gather: Gatherer["gather"] = (options) => {
      if (++begun > 1) return healthy.gather(options);
      options?.deadline?.addEventListener("abort", expire);
      return new Promise(() => {});
    };
    await using server = await mounted(metricsHandler({ registry: { gather } }));
    const get = () => ask(server.url, { headers: { "X-Prometheus-Scrape-Timeout-Seconds": "0.2" } });
    const hanging = get();
    await expired;
    const next = await get();
    expect([next.status, begun]).toEqual([200, 2]);
    expect((await hanging).status).toBe(500);
  });

  test("whose client does not read does not delay other scrapes", async () => {
    const endless = new EndlessGatherer();
    const healthy = registryOf(1);
    const gather: Gatherer["gather"] = (options) => (options?.names ? healthy.gather(options) : endless.gather());
    await using server = await mounted(metricsHandler({ registry: { gather } }));
    const unread = await fetch(server.url);
    const answer = await ask(`${server.url}/?name[]=events_total`);
    expect(valueIn(answer, 'events_total{n="0"}')).toBe(0);
    await unread.body?.cancel();
  });

  test("does not occur while a test runner replaces timers, or after it", async () => {
    const service = await serve({ registry: registryOf(1) });
    vi.useFakeTimers();
    expect((await scrape(service)).status).toBe(200);
    vi.useRealTimers();
    const { metricsUrl } = service;
    expect((await scrape(service)).status).toBe(200);
    vi.useFakeTimers();
    await service.stop();
    vi.useRealTimers();
    await expect(ask(metricsUrl)).rejects.toThrow(/ECONNREFUSED/);
  });
});
