import { EventEmitter } from "node:events";
import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { createResponse } from "node-mocks-http";
import { describe, expect, test } from "vitest";
import { Registry } from "../../../src/registry/registry.js";
import { metricsHandler, type RequestHandler } from "../../../src/service/index.js";
import { turns } from "../../event-loop-turns.js";
import { type Answer, ask } from "../../web-client.js";
import { heldResponse } from "../scrape/held-response.js";
import { ControlledCollector, registryOf, scrape, serve, until, valueIn } from "../serving.js";

describe("scrapes over the limit of concurrent scrapes", () => {
  test("are rejected with 503, while pages still respond", async () => {
    const registry = new Registry();
    const collector = registry.register(new ControlledCollector());
    await using service = await serve({ registry, maxConcurrentScrapes: 2, scrapeTimeoutSeconds: 7.5 });
    // Each has other names, so that they share no gather and each is seen to run.
    const running = [scrape(service, {}, "?name[]=controlled"), scrape(service, {}, "?name[]=x")];
    await until(() => collector.asked === 2);
    const { status, headers, body } = await scrape(service);
    expect([status, headers["retry-after"], headers["content-type"], body.toString()]).toEqual([
      503,
      "8",
      "text/plain; charset=utf-8",
      "The limit of 2 concurrent scrapes is reached; try again later.\n",
    ]);
    expect((await ask(`${service.url}/-/healthy`)).status).toBe(200);
    expect((await ask(service.metricsUrl, { method: "HEAD" })).status).toBe(200);
    collector.answer();
    expect((await Promise.all(running)).map((answer) => answer.status)).toEqual([200, 200]);
    const next = scrape(service);
    await until(() => collector.asked === 3);
    collector.answer();
    expect(valueIn(await next, 'narthex_scrapes_total{format="text-0.0.4",code="503"}')).toBe(1);
  });

  test("are accepted again after clients have disconnected", async () => {
    const registry = new Registry();
    let asked = 0;
    registry.register({
      describe: () => [{ name: "hanging", type: "gauge", help: "Never there." }],
      collect: () => {
        asked++;
        return new Promise<never>(() => {});
      },
    });
    await using service = await serve({ registry, maxConcurrentScrapes: 1 });
    const gone = new AbortController();
    const left = fetch(service.metricsUrl, { signal: gone.signal }).catch(() => "gone");
    await until(() => asked === 1);
    const another = (): Promise<Answer> => scrape(service, {}, "?name[]=narthex_scrapes_total");
    expect((await another()).status).toBe(503);
    gone.abort();
    expect(await left).toBe("gone");
    // The service sees the disconnect slightly later.
    let answer = await another();
    while (answer.status === 503) answer = await another();
    expect(answer.status).toBe(200);
  });
});

/** A request of a handler that needs no connection. */
function requestFor(): IncomingMessage {
  return Object.assign(new IncomingMessage(new Socket()), { method: "GET", url: "/metrics" });
}

/** Sends a request to a handler without a connection and returns the status of the response. */
async function statusOf(handler: RequestHandler): Promise<number> {
  const response = createResponse({ eventEmitter: EventEmitter });
  handler(requestFor(), response);
  await until(() => response._isEndCalled());
  return response.statusCode;
}

describe("the number of concurrent scrapes", () => {
  test("includes a scrape until its response has closed", async () => {
    const handler = metricsHandler({ registry: registryOf(1), maxConcurrentScrapes: 1 });
    const { response, flush } = heldResponse();
    handler(requestFor(), response);
    await until(() => response.writableEnded);
    await turns(2);
    expect(await statusOf(handler)).toBe(503);
    await flush();
    response.emit("close");
    expect(await statusOf(handler)).toBe(200);
  });

  test("includes a scrape once, also if its response has no connection", async () => {
    const registry = new Registry();
    const handler = metricsHandler({ registry, maxConcurrentScrapes: 1 });
    expect([await statusOf(handler), await statusOf(handler)]).toEqual([200, 200]);
    const collector = registry.register(new ControlledCollector());
    const running = statusOf(handler);
    await until(() => collector.asked === 1);
    expect(await statusOf(handler)).toBe(503);
    collector.answer();
    expect(await running).toBe(200);
  });
});
