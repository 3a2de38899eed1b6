import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Service } from "../../../src/service/index.js";
import { ask } from "../../web-client.js";
import { rawAnswers } from "../raw-request.js";
import { mounted, registryOf, scrape, serve } from "../serving.js";
import { marker, requestBytes, validRequestsIn } from "./http-requests.js";
import { parseResponses } from "./http-responses.js";
import { descriptorsClosed, type Usage, usage, usageOfWarm } from "./usage.js";

const statuses = [200, 400, 404, 405, 408, 413, 414, 431, 505];

/** Ends every request that is incomplete, and then the connection. Its response is the last one, if there is one. */
const last = "\r\n\r\nGET /-/healthy HTTP/1.1\r\nHost: last\r\nConnection: close\r\n\r\n";

let service: Service;
let before: Usage;
beforeAll(async () => {
  service = await serve({ registry: registryOf(3), maxConcurrentScrapes: 10_000 });
  before = await usageOfWarm(service);
});
afterAll(() => service.stop());

/** Requests of one batch, which are sent at the same time. */
const BATCH = 100;

function check(request: string, answer: string): void {
  const responses = parseResponses(answer);
  for (const { status, headers, body } of responses) {
    expect(statuses).toContain(status);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    if (!headers.has("vary")) expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(body).not.toContain(marker);
    expect([...headers.values()].join()).not.toContain("zq");
  }
  const successful = responses.filter(({ status }) => status === 200);
  expect(successful.length).toBeLessThanOrEqual(validRequestsIn(request + last));
}

test("18,000 requests of any bytes get well-formed responses or a closed connection", async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  for (let batch = 0; batch < 180; batch++) {
    const requests = fc.sample(requestBytes, { seed: seed + batch, numRuns: BATCH });
    const answers = await Promise.all(
      requests.map((request) => rawAnswers(service, Buffer.from(request + last, "latin1"))),
    );
    for (const [n, answer] of answers.entries()) {
      const request = requests[n] as string;
      try {
        check(request, answer);
      } catch (cause) {
        const shown = JSON.stringify([request, answer].map((text) => `${text.slice(0, 600)} … ${text.slice(-600)}`));
        throw new Error(`seed ${seed + batch}, request ${n}: ${shown}`, { cause });
      }
    }
    expect((await scrape(service)).body.toString()).toContain('events_total{n="2"} 2\n');
  }
}, 300_000);

test("2,000 paths and queries of a mounted handler get escaped pages or no pages", async () => {
  const { handler } = new Service({ registry: registryOf(3) });
  await using server = await mounted(handler);
  const part = fc.oneof(fc.constant(marker), fc.string({ maxLength: 6 }), fc.constantFrom("/", "..", "//", "metrics"));
  const url = fc.tuple(
    fc.array(part, { maxLength: 5 }),
    fc.constantFrom("/", "/metrics", "", `?${marker}`, "?debug=x"),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(url, { minLength: 50, maxLength: 50 }), async (urls) => {
      const answers = await Promise.all(
        urls.map(([parts, end]) => {
          const path = `/${parts.join("")}${end}`.replace(/[^\x21-\x7e]/g, "_");
          return ask(server.url, { path });
        }),
      );
      for (const { status, headers, body } of answers) {
        expect([200, 400, 404]).toContain(status);
        expect(headers["x-content-type-options"]).toBe("nosniff");
        expect(body.toString()).not.toContain("<zq");
        expect(body.toString()).not.toContain(`zq"`);
      }
    }),
    { numRuns: 40, endOnFailure: true },
  );
}, 120_000);

test("they leave no descriptors and no memory behind", async () => {
  await descriptorsClosed(before);
  const after = await usage();
  expect(after.bytes - before.bytes).toBeLessThan(8_000_000);
}, 60_000);
