import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Service } from "../../src/service/index.js";
import { registryOf, scrape, serve } from "./serving.js";

const formats = {
  "text/plain; version=0.0.4": "text/plain; version=0.0.4; charset=utf-8",
  "text/plain; version=1.0.0; escaping=allow-utf-8": "text/plain; version=1.0.0; charset=utf-8; escaping=allow-utf-8",
  "application/openmetrics-text; version=0.0.1": "application/openmetrics-text; version=0.0.1; charset=utf-8",
  "application/openmetrics-text; version=1.0.0":
    "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores",
  "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited":
    "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited; escaping=underscores",
};
const lastLine = 'events_total{n="49999"} 49999\n';

describe.each([
  ["small", 3],
  ["of several chunks", 10_000],
  ["streamed", 50_000],
])("an exposition that is %s", (size, series) => {
  let service: Service;
  beforeAll(async () => {
    service = await serve({ registry: registryOf(series) });
  });
  afterAll(() => service.stop());

  test("is the same with gzip and without", async () => {
    const query = "?name[]=events_total";
    const plain = await scrape(service, {}, query);
    const zipped = await scrape(service, { "Accept-Encoding": "gzip" }, query);
    const isSmall = size === "small";
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(zipped.headers["content-encoding"]).toBe(isSmall ? undefined : "gzip");
    expect(plain.body.equals(isSmall ? zipped.body : gunzipSync(zipped.body))).toBe(true);
    expect(plain.body.toString().split("\n")).toHaveLength(series + 3);
  });

  test("has Content-Length if the length is known when the response begins", async () => {
    const { headers, body } = await scrape(service);
    if (size === "streamed") expect(headers["transfer-encoding"]).toBe("chunked");
    else expect(Number(headers["content-length"])).toBe(body.length);
  });

  test.each(["identity", "gzip;q=0", "br, deflate", "x-gzip", "gzip;q=0, *"])(
    "is not compressed for Accept-Encoding: %s",
    async (header) => {
      const { headers } = await scrape(service, { "Accept-Encoding": header });
      expect(headers["content-encoding"]).toBeUndefined();
    },
  );

  test("comes in the negotiated format, with a Vary header", async () => {
    for (const [accept, contentType] of Object.entries(formats)) {
      const { status, headers } = await scrape(service, { Accept: accept });
      expect([status, headers["content-type"], headers.vary]).toEqual([200, contentType, "Accept, Accept-Encoding"]);
      expect(headers["x-content-type-options"]).toBe("nosniff");
    }
  });
});

test("a streamed exposition is complete in every format at the same moment", async () => {
  await using service = await serve({ registry: registryOf(50_000) });
  const accepts = Object.keys(formats);
  const answers = await Promise.all([...accepts, ...accepts].map((accept) => scrape(service, { Accept: accept })));
  for (const { body, headers } of answers) {
    if (headers["content-type"]?.includes("protobuf")) expect(body.includes("49999")).toBe(true);
    else expect(body.includes(lastLine)).toBe(true);
    if (headers["content-type"]?.includes("openmetrics")) expect(body.subarray(-6).toString()).toBe("# EOF\n");
  }
});

test.each([
  [{}, 0],
  [{ createdSamples: false }, 0],
  [{ createdSamples: true }, 3],
])("the creation times of counters are in OpenMetrics if the options are %o: %d", async (options, count) => {
  await using service = await serve({ registry: registryOf(3), ...options });
  const openMetrics = { Accept: "application/openmetrics-text; version=1.0.0" };
  const { body } = await scrape(service, openMetrics, "?name[]=events_total");
  expect(body.toString().match(/^events_created/gm) ?? []).toHaveLength(count);
});
