import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Registry } from "../../../src/registry/registry.js";
import { metricsHandler, Service } from "../../../src/service/index.js";
import { ask } from "../../web-client.js";
import { rawAnswers, rawConnection, rawGet, refusalsOf } from "../raw-request.js";
import { ControlledCollector, mounted, scrape, serve, until } from "../serving.js";

const limits = { maxUrlBytes: 100, maxAcceptBytes: 200, maxHeaders: 10, maxHeaderBytes: 4096 };
let service: Service;
beforeAll(async () => {
  service = await serve({ registry: new Registry(), limits });
});
afterAll(() => service.stop());

/** Returns a path of a number of characters. */
const pathOf = (length: number): string => `/metrics?${"x".repeat(length - "/metrics?".length)}`;
/** Returns headers of which there are a number, with the one that `rawGet` sends. */
const headersOf = (count: number): string[] => Array.from({ length: count - 1 }, (_, n) => `X-${n}: 1`);

describe("a request", () => {
  test.each([
    ["with a URL that is too long", rawGet(pathOf(101), "Connection: close"), 414, "url_too_long"],
    ["for a page with a URL that is too long", rawGet(`/${"x".repeat(100)}`, "Connection: close"), 414, "url_too_long"],
    [
      "with an Accept header that is too long",
      rawGet("/metrics", "Connection: close", `Accept: ${"x".repeat(201)}`),
      431,
      "headers_too_large",
    ],
    [
      "with two Accept headers that are too long",
      rawGet("/", "Connection: close", ...Array(2).fill(`Accept: ${"x".repeat(100)}`)),
      431,
      "headers_too_large",
    ],
    ["with too many headers", rawGet("/metrics", ...headersOf(11)), 431, "headers_too_large"],
    ["with headers that are too long", rawGet("/metrics", `X: ${"x".repeat(4096)}`), 431, "headers_too_large"],
    ["with a URL that is longer than all headers may be", rawGet(pathOf(5000)), 431, "headers_too_large"],
    ["without Host", "GET /metrics HTTP/1.1\r\nX: 1\r\n\r\n", 400, "malformed"],
    ["of HTTP/2 without its frames", "GET /metrics HTTP/2.0\r\nHost: x\r\n\r\n", 505, "malformed"],
    ["of HTTP/0.9", "GET /metrics HTTP/0.9\r\nHost: x\r\n\r\n", 505, "malformed"],
    ["that is not HTTP", "what is this\r\n\r\n", 400, "malformed"],
    ["with a body", rawGet("/metrics", "Content-Length: 10000000000"), 413, "body"],
    ["with a chunked body", rawGet("/", "Transfer-Encoding: chunked"), 413, "body"],
    ["that waits to send its body", rawGet("/", "Content-Length: 9", "Expect: 100-continue"), 413, "body"],
  ])("%s is refused and counted", async (_, request, status, reason) => {
    const before = await refusalsOf(service, reason);
    const [head, body] = (await rawAnswers(service, request)).split("\r\n\r\n");
    expect(head?.split("\r\n")).toEqual(
      expect.arrayContaining([expect.stringContaining(`HTTP/1.1 ${status} `), "Connection: close"]),
    );
    expect(body).toMatch(/^[A-Z][ \w.]+\.\n$/);
    expect(await refusalsOf(service, reason)).toBe(before + 1);
  });

  test.each([
    ["a URL", rawGet(pathOf(100))],
    ["an Accept header", rawGet("/metrics", `Accept: ${"x".repeat(200)}`)],
    ["a number of headers", rawGet("/metrics", ...headersOf(9))],
    ["a body of length 0", rawGet("/metrics", "Content-Length: 0")],
    ["an expectation that is ignored", rawGet("/metrics", "Expect: nothing")],
    ["no Host, as in HTTP/1.0", "GET /metrics HTTP/1.0\r\nX: 1\r\n\r\n"],
  ])("with %s within the limits is answered", async (_, request) => {
    const answer = await rawAnswers(service, request.replace("Host: test", "Host: test\r\nConnection: close"));
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  test("whose method does not allow it may have a body, which is not read", async () => {
    const answer = await rawAnswers(
      service,
      "POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000000\r\n\r\nx",
    );
    expect(answer).toMatch(/^HTTP\/1\.1 405 .*\r\nConnection: close\r\n/s);
  });

  test("that cannot be parsed gets no answer while an earlier one is in progress", async () => {
    const registry = new Registry();
    const collector = registry.register(new ControlledCollector());
    await using waiting = await serve({ registry });
    const { socket, closed } = rawConnection(waiting, rawGet("/metrics"));
    await until(() => collector.asked === 1);
    socket.write("nonsense\r\n\r\n");
    expect(await closed).toBe("");
    collector.answer();
    const next = scrape(waiting);
    await until(() => collector.asked === 2);
    collector.answer();
    expect((await next).body.toString()).toContain('refused_requests_total{reason="malformed"} 1\n');
  });
});

describe("a mounted handler", () => {
  test.each([
    ["of a service", new Service({ registry: new Registry(), limits }).handler],
    ["of metrics", metricsHandler({ registry: new Registry(), limits: { maxUrlBytes: 100, maxAcceptBytes: 200 } })],
  ])("%s has limits of the URL and of Accept, which it counts", async (_, handler) => {
    await using server = await mounted(handler);
    expect((await ask(server.url + pathOf(101))).status).toBe(414);
    expect((await ask(`${server.url}/metrics`, { headers: { Accept: "x".repeat(201) } })).status).toBe(431);
    const { status, body } = await ask(server.url + pathOf(100), { headers: { Accept: "x".repeat(200) } });
    expect(status).toBe(200);
    expect(body.toString()).toContain('refused_requests_total{reason="url_too_long"} 1\n');
    expect(body.toString()).toContain('refused_requests_total{reason="headers_too_large"} 1\n');
  });
});
