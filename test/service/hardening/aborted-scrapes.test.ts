import { afterAll, beforeAll, expect, test } from "vitest";
import type { Service } from "../../../src/service/index.js";
import { rawConnection, rawGet } from "../raw-request.js";
import { errorsOf, registryOf, scrape, serve } from "../serving.js";
import { descriptorsClosed, type Usage, usage, usageOfWarm } from "./usage.js";

let service: Service;
let before: Usage;
beforeAll(async () => {
  // More than a megabyte, so that the responses are streamed.
  service = await serve({ registry: registryOf(50_000) });
  before = await usageOfWarm(service);
});
afterAll(() => service.stop());

/** Sends a scrape and disconnects: immediately, when the first bytes arrive, or later. */
async function abort(n: number): Promise<void> {
  const request = rawGet("/metrics", ...(n % 2 === 0 ? [] : ["Accept-Encoding: gzip"]));
  const { socket, closed } = rawConnection(service, n % 7 === 0 ? request.repeat(3) : request);
  let chunks = 0;
  if (n % 3 === 0) socket.once("connect", () => setImmediate(() => socket.destroy()));
  else socket.on("data", () => ++chunks > n % 5 && (n % 4 === 0 ? socket.resetAndDestroy() : socket.destroy()));
  await closed;
}

test("1,000 aborted scrapes leave no descriptors, no memory and no running scrapes behind", async () => {
  for (let n = 0; n < 1000; n += 20) await Promise.all(Array.from({ length: 20 }, (_, i) => abort(n + i)));
  await descriptorsClosed(before);
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => scrape(service, {}, "?name[]=narthex_scrapes_total")),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(200));
  expect(await errorsOf(service, "aborted")).toBeGreaterThan(500);
  const after = await usage();
  expect(after.bytes - before.bytes).toBeLessThan(8_000_000);
}, 120_000);
