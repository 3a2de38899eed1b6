import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Registry } from "../../src/registry/registry.js";
import { metricsHandler, Service } from "../../src/service/index.js";
import { ask } from "../web-client.js";
import { rawAnswers, rawGet } from "./raw-request.js";
import { mounted, serve } from "./serving.js";

/** The headers of an exposition. */
const ofExpositions = {
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};

/** The headers of every other response, except for the policy of a page. */
const expected = {
  ...ofExpositions,
  "x-frame-options": "DENY",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
};

let service: Service;
beforeAll(async () => {
  service = await serve({ registry: new Registry(), limits: { maxUrlBytes: 100 } });
});
afterAll(() => service.stop());

/** Returns the headers of an answer. */
function headersOf(answer: string): Record<string, string> {
  const [, ...lines] = answer.slice(0, answer.indexOf("\r\n\r\n")).split("\r\n");
  return Object.fromEntries(
    lines.map((line) => line.split(/: (.*)/)).map(([name = "", value = ""]) => [name.toLowerCase(), value]),
  );
}

describe("the security headers", () => {
  test.each([
    ["the metrics", rawGet("/metrics"), 200],
    ["the headers of the metrics", rawGet("/metrics").replace("GET", "HEAD"), 200],
    ["/-/healthy", rawGet("/-/healthy"), 200],
    ["/robots.txt", rawGet("/robots.txt"), 200],
    ["an unknown path", rawGet("/nowhere"), 404],
    ["another method", rawGet("/").replace("GET", "POST"), 405],
    ["an invalid query", rawGet("/metrics?debug=x"), 400],
    ["a long URL", rawGet(`/${"x".repeat(100)}`), 414],
    ["a body", rawGet("/", "Content-Length: 1"), 413],
    ["long headers", rawGet("/", `X: ${"x".repeat(20_000)}`), 431],
    ["many headers", rawGet("/", ...Array<string>(101).fill("X: 1")), 431],
    ["no HTTP", "what is this\r\n\r\n", 400],
    ["no Host", "GET / HTTP/1.1\r\n\r\n", 400],
  ])("are in the response to %s", async (_, request, status) => {
    const answer = await rawAnswers(service, request.replace("Host: test", "Host: test\r\nConnection: close"));
    expect(answer.slice(0, 13)).toBe(`HTTP/1.1 ${status} `);
    const headers = headersOf(answer);
    expect(headers).toMatchObject(answer.includes("\r\nVary: Accept") ? ofExpositions : expected);
    expect(Object.keys(headers).filter((name) => /^access-control|^server$|^x-powered-by$/.test(name))).toEqual([]);
  });

  test("are in the response to a slow request", async () => {
    await using impatient = await serve({ registry: new Registry(), limits: { headersTimeoutSeconds: 0.05 } });
    const answer = await rawAnswers(impatient, "GET / HTTP/1.1\r\n");
    expect(answer.slice(0, 13)).toBe("HTTP/1.1 408 ");
    expect(headersOf(answer)).toMatchObject(expected);
  });

  test("of the landing page allow its own style and nothing else", async () => {
    const { headers } = await ask(service.url);
    const { "content-security-policy": policy, ...others } = expected;
    expect(headers).toMatchObject(others);
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]+='; /);
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  test.each([
    ["a service", new Service({ registry: new Registry() }).handler],
    ["the metrics", metricsHandler({ registry: new Registry() })],
  ])("that the application has set are kept by the handler of %s", async (_, handler) => {
    await using server = await mounted((request, response) => {
      response.setHeader("X-Frame-Options", "SAMEORIGIN");
      response.setHeader("Content-Security-Policy", "default-src 'self'");
      handler(request, response);
    });
    for (const path of ["/", "/metrics", "/nowhere"]) {
      const { headers } = await ask(server.url + path);
      expect(headers).toMatchObject({
        ...ofExpositions,
        "x-frame-options": "SAMEORIGIN",
        "content-security-policy": "default-src 'self'",
      });
    }
  });

  test("of a service for another origin do not allow it to read a response", async () => {
    const headers = { Origin: "https://other.example", "Access-Control-Request-Method": "GET" };
    for (const method of ["GET", "OPTIONS"]) {
      const answer = await ask(service.metricsUrl, { method, headers });
      expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
    }
  });
});
