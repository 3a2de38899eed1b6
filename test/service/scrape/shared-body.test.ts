import { describe, expect, test } from "vitest";
import { negotiate } from "../../../src/exposition/negotiation/negotiate.js";
import type { MetricFamily } from "../../../src/model/families/metric-family.js";
import { ActiveResponses } from "../../../src/service/scrape/active-responses.js";
import { BodyBufferPool } from "../../../src/service/scrape/body-buffer.js";
import { SharedBody } from "../../../src/service/scrape/shared-body.js";
import { turns } from "../../event-loop-turns.js";
import { gaugeFamily, registryOf, until } from "../serving.js";
import { bodyOf } from "./body-of.js";
import { disconnecting, distantDeadline, heldResponse } from "./held-response.js";

const never = new Promise<never>(() => {});

/** Returns a family whose text has a length in bytes. */
function familyOf(length: number): MetricFamily {
  const rest = "# HELP g \n# TYPE g gauge\ng 1\n";
  return gaugeFamily("g", 1, "x".repeat(length - rest.length));
}

/** Returns a family of endless series, with the number of series that were read and whether reading has ended. */
function endless() {
  const state = { read: 0, isOver: false };
  function* metrics() {
    try {
      for (;;) yield { labels: { n: `${state.read++}` }, value: 1 };
    } finally {
      state.isOver = true;
    }
  }
  const family = { ...gaugeFamily("endless"), metrics: { [Symbol.iterator]: metrics } } as MetricFamily;
  return { family, state };
}

/** Waits until a family is no longer read. */
async function paused(state: { readonly read: number }): Promise<void> {
  let before = 0;
  let unchanged = 0;
  await until(() => {
    unchanged = state.read === before && before > 0 ? unchanged + 1 : 0;
    before = state.read;
    return unchanged === 20;
  });
}

describe("a body", () => {
  test.each([
    [1023, undefined],
    [1024, "gzip"],
  ])("of %d bytes has the encoding %s for clients that accept gzip", async (length, encoding) => {
    const { response, flush } = heldResponse();
    await Promise.all([bodyOf(familyOf(length)).send(response, true, never), flush()]);
    expect(response.getHeader("Content-Encoding")).toBe(encoding);
    if (encoding === undefined) expect(response.getHeader("Content-Length")).toBe(length);
  });

  test.each([
    [2 ** 20, 2 ** 20],
    [2 ** 20 + 1, undefined],
  ])("of %d bytes has the Content-Length %s", async (length, contentLength) => {
    const { response, flush } = heldResponse();
    await Promise.all([bodyOf(familyOf(length)).send(response, false, never), flush()]);
    expect(response.getHeader("Content-Length")).toBe(contentLength);
  });

  test("of more than 1 MiB is the same for each client, with creation times", async () => {
    using gathered = await registryOf(20_000).gather();
    const shared = new SharedBody(gathered, negotiate({ accept: "application/openmetrics-text; version=1.0.0" }), {
      createdSamples: true,
      buffers: new BodyBufferPool(),
      responses: new ActiveResponses(),
      deadline: distantDeadline,
    });
    const clients = [heldResponse(), heldResponse()];
    await Promise.all(clients.flatMap(({ response, flush }) => [shared.send(response, false, never), flush()]));
    const [first, second] = clients.map(({ body }) =>
      body()
        .toString()
        .match(/^events_created\{n="\d+"\}/gm),
    );
    expect(first).toHaveLength(20_000);
    expect(second).toEqual(first);
  });

  test("is not begun if all its scrapes have left", async () => {
    const { family, state } = endless();
    bodyOf(family).release();
    await turns(20);
    expect(state.read).toBe(0);
  });

  test("ends its families if all its scrapes have left after 1 MiB of it", async () => {
    const { family, state } = endless();
    const body = bodyOf(family);
    await paused(state);
    expect(state.isOver).toBe(false);
    body.release();
    await until(() => state.isOver);
  });

  test.each([false, true])(
    "ends its families if its client disconnects without reading, with gzip: %s",
    async (gzip) => {
      const { family, state } = endless();
      const { response } = heldResponse();
      const client = disconnecting();
      const sending = bodyOf(family).send(response, gzip, client.disconnected);
      await paused(state);
      expect(state.isOver).toBe(false);
      client.disconnect();
      await expect(sending).rejects.toThrow("the client has disconnected");
      await until(() => state.isOver);
    },
  );
});
