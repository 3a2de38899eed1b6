import { EventEmitter } from "node:events";
import Koa from "koa";
import { createRequest, createResponse } from "node-mocks-http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Gauge } from "../../src/collectors/gauge.js";
import { type Incident, onError } from "../../src/globals/error-listener.js";
import { Registry } from "../../src/registry/registry.js";
import { metricsHandler, Service } from "../../src/service/index.js";
import { turns } from "../event-loop-turns.js";
import { ask } from "../web-client.js";
import { listening } from "./frameworks.js";
import { mounted, until } from "./serving.js";

const reported: string[] = [];
beforeEach(() => onError((error) => reported.push(String(error))));
afterEach(() => {
  onError(undefined);
  reported.length = 0;
});

/** Returns a registry with a gauge of a number of kilobytes, and a function that changes the values of all its series. */
function gaugeOf(kilobytes: number): { registry: Registry; set: (value: number) => void } {
  const registry = new Registry();
  const gauge = new Gauge({ name: "g", help: "G.", labelNames: ["name"], registry });
  const children = Array.from({ length: kilobytes }, (_, n) => gauge.labels({ name: `${n}`.padStart(1000, "x") }));
  return {
    registry,
    set(value) {
      for (const child of children) child.set(value);
    },
  };
}

test("bytes that a mock response keeps are not overwritten by later scrapes", async () => {
  const { registry, set } = gaugeOf(100);
  const handler = metricsHandler({ registry });
  const bodies: Buffer[] = [];
  for (const value of [111, 222, 333, 444]) {
    set(value);
    const response = createResponse({ eventEmitter: EventEmitter });
    handler(createRequest({ method: "GET", url: "/metrics" }), response);
    await until(() => response._isEndCalled());
    bodies.push(response._getBuffer());
  }
  expect(bodies.map((body) => body.toString().match(/(?<=} )\d\d\d$/gm))).toEqual(
    [111, 222, 333, 444].map((value) => Array.from({ length: 100 }, () => `${value}`)),
  );
});

test("chunks that middleware keeps are not overwritten by later ones", async () => {
  const { registry } = gaugeOf(2000);
  const handler = metricsHandler({ registry });
  const kept: Uint8Array[] = [];
  await using server = await mounted((request, response) => {
    const { write } = response;
    response.write = (...args: unknown[]) => {
      kept.push(args[0] as Uint8Array);
      return write.apply(response, args as Parameters<typeof write>);
    };
    handler(request, response);
  });
  const { body } = await ask(server.url);
  expect(body.length).toBeGreaterThan(2_000_000);
  expect(Buffer.concat(kept).equals(body)).toBe(true);
});

test("a response of the framework itself is left alone and reported", async () => {
  const handler = metricsHandler({ registry: gaugeOf(1).registry });
  const app = new Koa();
  app.use((context) => {
    if (context.path === "/right") context.respond = false;
    handler(context.req, context.res);
  });
  await using server = await listening(app.callback());
  const { status, body } = await ask(`${server.url}/forgotten`);
  expect([status, body.toString()]).toEqual([404, "Not Found"]);
  await until(() => reported.length > 0);
  expect(reported).toEqual([expect.stringContaining("Koa: context.respond = false")]);
  const answer = await ask(`${server.url}/right`);
  expect(answer.body.toString()).toContain('narthex_scrape_errors_total{cause="encoding"} 1\n');
});

test.each(["/metrics", "/", "/nowhere"])("a response that was sent before is left alone, at %s", async (path) => {
  const { handler } = new Service({ registry: gaugeOf(1).registry });
  const thrown: unknown[] = [];
  await using server = await mounted((request, response) => {
    response.end("sent");
    try {
      handler(request, response);
    } catch (error) {
      thrown.push(error);
    }
  });
  const { status, body } = await ask(server.url + path);
  expect([status, body.toString(), thrown]).toEqual([200, "sent", []]);
  await until(() => reported.length > 0);
  expect(reported).toEqual([
    expect.stringMatching(/^Error: Another handler responded .* let no other handler respond to the same request\.$/),
  ]);
});

test("a response that was sent before is reported and counted as a failure of encoding", async () => {
  const handler = metricsHandler({ registry: new Registry() });
  const incidents: Incident[] = [];
  onError((_, incident) => incidents.push(incident));
  await using server = await mounted((request, response) => {
    if (request.url === "/sent") response.end("sent");
    handler(request, response);
  });
  await ask(`${server.url}/sent`);
  expect((await ask(server.url)).body.toString()).toContain('narthex_scrape_errors_total{cause="encoding"} 1\n');
  expect(incidents).toEqual([{ source: "service", code: "NARTHEX_ALREADY_ANSWERED" }]);
});

test("a response that another handler is still sending is not cut off", async () => {
  const handler = metricsHandler({ registry: gaugeOf(1).registry });
  await using server = await mounted(async (request, response) => {
    handler(request, response);
    response.write("first ");
    await until(() => reported.length > 0);
    await turns(2);
    response.end("second");
  });
  expect((await ask(server.url)).body.toString()).toBe("first second");
});

test("an error of the framework's response is thrown, and not sent as a fault of the request", () => {
  const response = createResponse();
  response.appendHeader = () => {
    throw new Error("no headers");
  };
  const handler = metricsHandler({ registry: new Registry() });
  expect(() => handler(createRequest({ method: "HEAD", url: "/" }), response)).toThrow("no headers");
  expect(response._isEndCalled()).toBe(false);
});

test("a response with Transfer-Encoding is sent in chunks, without a length", async () => {
  const handler = metricsHandler({ registry: gaugeOf(10).registry });
  await using server = await mounted((request, response) => {
    response.setHeader("Transfer-Encoding", "chunked");
    handler(request, response);
  });
  const { status, headers, body } = await ask(server.url);
  expect([status, headers["transfer-encoding"], headers["content-length"]]).toEqual([200, "chunked", undefined]);
  expect(body.length).toBeGreaterThan(10_000);
});

test("headers of another body are removed, below and above 1 MiB", async () => {
  for (const kilobytes of [10, 1200]) {
    const handler = metricsHandler({ registry: gaugeOf(kilobytes).registry });
    await using server = await mounted((request, response) => {
      response.statusMessage = "Not Found";
      for (const [name, value] of Object.entries({ "Content-Length": "3", "Content-Encoding": "br", ETag: '"x"' }))
        response.setHeader(name, value);
      handler(request, response);
    });
    const { status, headers, body } = await ask(server.url);
    expect([status, headers["content-encoding"], headers.etag]).toEqual([200, undefined, undefined]);
    expect(body.length).toBeGreaterThan(kilobytes * 1000);
  }
});
