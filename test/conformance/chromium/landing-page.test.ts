import { expect, test } from "vitest";
import { Registry } from "../../../src/index.js";
import { Service } from "../../../src/service/index.js";
import { ask } from "../../web-client.js";
import { domOf } from "../judges/chromium-page.js";
import { orderMetrics } from "../registries/order-metrics.js";

test("a browser shows the landing page with a link to the metrics", async () => {
  await using service = new Service({ registry: new Registry() });
  await service.start({ host: "127.0.0.1", port: 0 });
  const dom = await domOf(service.url);
  expect(dom).toMatch(/<title>.*metrics.*<\/title>/i);
  const links = Array.from(dom.matchAll(/<a [^>]*href="([^"]*)"/g), ([, link = ""]) => new URL(link, service.url).href);
  expect(links).toContain(service.metricsUrl);
  for (const link of links) expect((await ask(link)).status, link).toBe(200);
});

test("a browser shows the metrics as plain text", async () => {
  await using service = new Service({ registry: orderMetrics() });
  await service.start({ host: "127.0.0.1", port: 0 });
  const dom = await domOf(service.metricsUrl);
  expect(dom).toContain("# TYPE orders_total counter\n");
  expect(dom).toContain('build_info{version="1.4.2",commit="0a1b2c3"} 1\n');
});
