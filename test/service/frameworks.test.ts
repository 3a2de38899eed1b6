import { createHash } from "node:crypto";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import compression from "compression";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Counter } from "../../src/collectors/counter.js";
import { onError } from "../../src/globals/error-listener.js";
import { Registry } from "../../src/registry/registry.js";
import { metricsHandler } from "../../src/service/index.js";
import { expressApp, frameworks, listening } from "./frameworks.js";
import { until, valueIn } from "./serving.js";

/** Numbers of series whose body is shorter and longer than 1 MiB. */
const sizes = { below: 200, above: 1500 };
const text = "text/plain; version=0.0.4; charset=utf-8";
const protobuf = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

/** Returns a registry whose series take a kilobyte each, which compresses poorly. */
function registryOf(series: number): Registry {
  const registry = new Registry();
  const events = new Counter({ name: "events_total", help: "Events.", labelNames: ["id", "n"], registry });
  for (let n = 0; n < series; n++) {
    const parts = Array.from({ length: 11 }, (_, part) => createHash("sha512").update(`${n} ${part}`).digest("base64"));
    events.inc({ id: parts.join(""), n: `${n}` }, n);
  }
  return registry;
}

const reported: unknown[] = [];
beforeEach(() => onError((error, incident) => reported.push([incident, error])));
afterEach(() => {
  onError(undefined);
  expect(reported.splice(0)).toEqual([]);
});

describe.each(Object.entries(frameworks))("the metrics in %s", (_, serve) => {
  const handlers = {
    below: metricsHandler({ registry: registryOf(sizes.below) }),
    above: metricsHandler({ registry: registryOf(sizes.above) }),
  };

  test.each(["below", "above"] as const)("come with status and type, %s 1 MiB", async (size) => {
    await using app = await serve(handlers[size]);
    const { status, headers, body } = await app.ask();
    expect([status, headers["content-type"]]).toEqual([200, text]);
    if (size === "below") expect(Number(headers["content-length"])).toBe(body.length);
    expect(body.toString()).toContain(`",n="${sizes[size] - 1}"} ${sizes[size] - 1}\n`);
    expect(body.toString().match(/^events_total/gm)).toHaveLength(sizes[size]);
  });

  test.each(["below", "above"] as const)("are compressed for clients that accept gzip, %s 1 MiB", async (size) => {
    await using app = await serve(handlers[size]);
    const { status, headers, body } = await app.ask({ headers: { "accept-encoding": "gzip" } });
    expect([status, headers["content-type"], headers["content-encoding"]]).toEqual([200, text, "gzip"]);
    expect(
      gunzipSync(body)
        .toString()
        .match(/^events_total/gm),
    ).toHaveLength(sizes[size]);
  });

  test.each(["below", "above"] as const)("come as protobuf, %s 1 MiB", async (size) => {
    await using app = await serve(handlers[size]);
    const { status, headers, body } = await app.ask({ headers: { accept: protobuf } });
    expect([status, headers["content-type"]]).toEqual([200, `${protobuf}; escaping=underscores`]);
    const last = `${sizes[size] - 1}`;
    expect(body.includes(Buffer.concat([Buffer.from([0x12, last.length]), Buffer.from(last)]))).toBe(true);
  });

  test("have headers for HEAD", async () => {
    await using app = await serve(handlers.below);
    const { status, headers, body } = await app.ask({ method: "HEAD" });
    expect([status, headers["content-type"], body.length]).toEqual([200, text, 0]);
  });

  test.each(["below", "above"] as const)("have status 200 if another status was set before, %s 1 MiB", async (size) => {
    await using app = await serve(handlers[size], 404);
    for (const method of ["GET", "HEAD"]) {
      const { status, headers } = await app.ask({ method });
      expect([status, headers["content-type"]]).toEqual([200, text]);
    }
  });

  test("cause no error and do not count as running afterwards", async () => {
    await using app = await serve(metricsHandler({ registry: registryOf(sizes.above), maxConcurrentScrapes: 1 }));
    for (const headers of [{}, { accept: protobuf }, { "accept-encoding": "gzip" }] as Record<string, string>[]) {
      // The server may see the end of the response slightly later than its client.
      await until(async () => (await app.ask({ headers })).status === 200);
    }
    let answer = await app.ask();
    await until(async () => {
      answer = await app.ask();
      return answer.status === 200;
    });
    expect(answer.body.toString().match(/^narthex_scrape_errors_total.* [^0].*/gm)).toBeNull();
    expect(valueIn(answer, 'narthex_scrapes_total{format="protobuf",code="200"}')).toBe(1);
  });
});

describe("behind compression for Express", () => {
  const cases = [
    ["br", { "accept-encoding": "br" }, {}, brotliDecompressSync],
    ["deflate", { "accept-encoding": "deflate" }, {}, inflateSync],
    ["br that it enforces", {}, { enforceEncoding: "br" }, brotliDecompressSync],
    ["gzip that it enforces", {}, { enforceEncoding: "gzip" }, gunzipSync],
  ] as const;

  test.each(cases)("metrics are complete with %s, below and above 1 MiB", async (_, headers, options, decompress) => {
    for (const series of Object.values(sizes)) {
      const handler = metricsHandler({ registry: registryOf(series) });
      await using app = await listening(expressApp(handler, undefined, compression(options)));
      const answers = await Promise.all([1, 2, 3].map(() => app.ask({ headers })));
      for (const { status, body } of answers) {
        expect(status).toBe(200);
        expect(
          decompress(body)
            .toString()
            .match(/^events_total/gm),
        ).toHaveLength(series);
      }
    }
  });
});
