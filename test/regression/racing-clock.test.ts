import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

let clock: Disposable;
beforeEach(() => {
  let at = 0;
  const now = vi.spyOn(Object.getPrototypeOf(performance) as typeof performance, "now").mockImplementation(() => {
    at += 1_000;
    return at;
  });
  clock = { [Symbol.dispose]: () => now.mockRestore() };
});
afterEach(() => clock[Symbol.dispose]());

/** The package, loaded after `performance.now` was replaced, and a registry with `seriesCount` series. */
async function loaded(seriesCount: number) {
  vi.resetModules();
  const narthex = { ...(await import("../../src/index.js")), ...(await import("../../src/service/index.js")) };
  const registry = new narthex.Registry();
  const gauge = new narthex.Gauge({ name: "g", help: "", labelNames: ["x"], registry, maxSeries: seriesCount });
  for (let i = 0; i < seriesCount; i++) gauge.set({ x: `number ${i}, ${"x".repeat(90)}` }, i);
  return { ...narthex, registry };
}

// Below and above the length up to which the service buffers a body before it sends it.
for (const seriesCount of [1_000, 20_000]) {
  test(`a scrape of ${seriesCount} series ends if the clock advances by a second at each reading`, async () => {
    const { metricsHandler, registry, render, stream } = await loaded(seriesCount);
    const { body } = await render(registry);
    const chunks: Uint8Array[] = [];
    for await (const chunk of await stream(registry)) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(body)).toBe(true);

    const server = createServer(metricsHandler({ registry })).listen(0, "127.0.0.1");
    try {
      await once(server, "listening");
      const served = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`);
      expect((await served.text()).startsWith(Buffer.from(body).toString())).toBe(true);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
}
