import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Service } from "../../../src/service/index.js";
import { ask } from "../../web-client.js";
import { judgeAll } from "../judge-all.js";
import { promtoolCheck } from "../judges/promtool.js";
import { protocDecode } from "../judges/protoc.js";
import { openMetricsParser } from "../judges/python-parsers.js";
import type { Exposition } from "../readings/format.js";
import { orderMetrics } from "../registries/order-metrics.js";

/** The Accept headers of curl: without options, and for each format. */
const accepts = {
  anything: "*/*",
  text: "text/plain; version=0.0.4",
  openMetrics: "application/openmetrics-text; version=1.0.0",
  protobuf: "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
};

describe("a running service", () => {
  const service = new Service({ registry: orderMetrics() });

  beforeAll(async () => {
    await service.start({ host: "127.0.0.1", port: 0 });
  });

  afterAll(async () => {
    await service.stop();
  });

  async function scrape(accept: string): Promise<Exposition & { readonly body: Buffer }> {
    const { status, headers, body } = await ask(service.metricsUrl, { headers: { accept } });
    expect(status).toBe(200);
    return { contentType: headers["content-type"] ?? "", body };
  }

  test.each([accepts.anything, accepts.text])(
    "responds to %s with text that promtool accepts without a warning",
    async (accept) => {
      const { contentType, body } = await scrape(accept);
      expect(contentType).toBe("text/plain; version=0.0.4; charset=utf-8");
      expect(await promtoolCheck(body.toString())).toEqual({ exitCode: 0, lint: [] });
    },
  );

  test("responds with OpenMetrics that client_python accepts", async () => {
    const { contentType, body } = await scrape(accepts.openMetrics);
    expect(contentType).toMatch(/^application\/openmetrics-text; version=1\.0\.0; charset=utf-8/);
    const families = await openMetricsParser(body);
    expect(families.map(({ name, type }) => `${name} ${type}`)).toEqual(
      expect.arrayContaining(["build_info info", "breaker_state stateset", "orders_total counter"]),
    );
  });

  test("responds with protobuf that protoc decodes", async () => {
    const { contentType, body } = await scrape(accepts.protobuf);
    expect(contentType).toMatch(
      /^application\/vnd\.google\.protobuf; proto=io\.prometheus\.client\.MetricFamily; encoding=delimited/,
    );
    const families = await protocDecode(body);
    expect(families.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["orders_total", "checkout_duration_seconds"]),
    );
  });

  test("exposes the same values in every format", async () => {
    const expositions = await Promise.all(Object.values(accepts).map(scrape));
    const samples = await judgeAll(expositions, { changing: /^narthex_/ });
    // 2 counters, 12 gauges, 6 buckets with sum and count, a sum and a count, an info, 2 states.
    expect(samples).toHaveLength(27);
    expect(samples).toContainEqual({
      name: "orders_total",
      labels: [
        ["host", "alpha"],
        ["note", 'a "quoted" \\ line\nbreak, {x="y"} ü 😀'],
        ["tier", "gold"],
      ],
      value: 3,
    });
  });
});
