import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { metricsHandler, Service } from "../../src/service/index.js";
import { ask } from "../web-client.js";
import { EndlessGatherer, mounted, registryOf, scrape, serve } from "./serving.js";

describe("the service's own server", () => {
  let service: Service;
  beforeAll(async () => {
    service = await serve({ registry: registryOf(3) });
  });
  afterAll(() => service.stop());
  const get = (path: string) => ask(service.url + path);

  test("shows a landing page that links to the metrics and loads nothing", async () => {
    const { status, headers, body } = await get("/");
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(body.toString()).toContain('<html lang="en">');
    expect(body.toString()).toContain('<a href="metrics">/metrics</a>');
    expect(body.toString()).not.toMatch(/<script|https?:/);
  });

  test("shows each format on the landing page, with its link and its Accept header", async () => {
    const page = (await get("/")).body.toString();
    const row = /<th scope="row">(.*?)<\/th><td><a href="(.*?)">(.*?)<\/a><\/td><td><code>(.*?)<\/code>/g;
    expect(Array.from(page.matchAll(row), (match) => match.slice(1).join(" | "))).toEqual([
      "Text 0.0.4, the default | metrics?debug=text-0.0.4 | view | text/plain; version=0.0.4",
      "Text 1.0.0, with UTF-8 names | metrics?debug=text-1.0.0 | view | text/plain; version=1.0.0",
      "OpenMetrics 1.0.0 | metrics?debug=openmetrics-1.0.0 | view | application/openmetrics-text; version=1.0.0",
      "OpenMetrics 0.0.1 | metrics?debug=openmetrics-0.0.1 | view | application/openmetrics-text; version=0.0.1",
      "Protobuf, delimited | metrics?debug=protobuf | download | application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
    ]);
  });

  test("allows the style of the landing page and nothing else, and sends no referrer", async () => {
    const { headers, body } = await get("/");
    const style = /<style>(.*)<\/style>/s.exec(body.toString())?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(headers["content-security-policy"]).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(headers["referrer-policy"]).toBe("no-referrer");
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });

  test("reports that it is healthy", async () => {
    const { status, body } = await get("/-/healthy");
    expect([status, body.toString()]).toEqual([200, "Healthy.\n"]);
  });

  test("excludes crawlers", async () => {
    const { status, body } = await get("/robots.txt");
    expect([status, body.toString()]).toEqual([200, "User-agent: *\nDisallow: /\n"]);
  });

  test.each(["/nowhere", "/metrics//", "/metrics/x", "/x/metrics", "/Metrics", "/%6Detrics"])(
    "answers 404 in plain text for %s",
    async (path) => {
      const { status, headers, body } = await get(path);
      expect([status, headers["content-type"], body.toString()]).toEqual([
        404,
        "text/plain; charset=utf-8",
        "Not found.\n",
      ]);
    },
  );

  test.each(["//metrics", "/../metrics", "/./metrics"])(
    "takes the path as it was sent: %s is not found",
    async (path) => {
      expect((await ask(service.url, { path })).status).toBe(404);
    },
  );

  test.each(["/metrics/", "/metrics/?name[]=events_total"])("serves the metrics at %s", async (path) => {
    const { status, body } = await get(path);
    expect(status).toBe(200);
    expect(body.toString()).toContain('events_total{n="2"} 2');
    expect((await ask(service.url + path, { method: "HEAD" })).headers["content-type"]).toContain("version=0.0.4");
  });

  test.each(["/-/healthy/", "/robots.txt/"])("serves %s as without the slash", async (path) => {
    expect((await get(path)).body.toString()).toBe((await get(path.slice(0, -1))).body.toString());
  });

  test("understands a request target with scheme and host", async () => {
    expect((await ask(service.url, { path: `${service.url}/metrics` })).status).toBe(200);
  });

  test.each(["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])(
    "refuses %s with 405 and says what is allowed",
    async (method) => {
      for (const path of ["/metrics", "/", "/-/healthy", "/robots.txt"]) {
        const { status, headers, body } = await ask(service.url + path, { method });
        expect([status, headers.allow]).toEqual([405, "GET, HEAD"]);
        expect(body.toString()).toBe("Only GET and HEAD are allowed here.\n");
      }
    },
  );

  test("responds to HEAD as to GET, without a body", async () => {
    for (const path of ["/", "/-/healthy", "/robots.txt", "/nowhere"]) {
      const get = await ask(service.url + path);
      const head = await ask(service.url + path, { method: "HEAD" });
      const named = ({ date: _, ...rest }: typeof get.headers) => rest;
      expect([head.status, named(head.headers), head.body.length]).toEqual([get.status, named(get.headers), 0]);
    }
  });

  test("responds to HEAD for the metrics with their content type, without gathering", async () => {
    const registry = new EndlessGatherer();
    await using endless = await serve({ registry });
    const { status, headers, body } = await ask(endless.metricsUrl, {
      method: "HEAD",
      headers: { Accept: "application/openmetrics-text; version=1.0.0" },
    });
    expect([status, headers["content-type"], headers.vary, body.length]).toEqual([
      200,
      "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores",
      "Accept, Accept-Encoding",
      0,
    ]);
    expect(registry.begun).toBe(0);
  });

  test("survives input that is not HTTP", async () => {
    const { connect } = await import("node:net");
    const { port } = new URL(service.url);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), "127.0.0.1", () => socket.end("what is this\r\n\r\n"));
      let text = "";
      socket.on("data", (chunk) => {
        text += chunk;
      });
      socket.on("close", () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect((await scrape(service)).status).toBe(200);
  });
});

describe("a handler in another server", () => {
  test("accepts a trailing slash after the path of the metrics", async () => {
    for (const path of ["/metrics", "/metrics/", "/inner/m"]) {
      const { handler } = new Service({ registry: registryOf(1), path });
      await using server = await mounted(handler);
      for (const asked of [path, `${path}/`.replace("//", "/"), `/p${path}/?name[]=events_total`.replace("//", "/")])
        expect((await ask(server.url + asked)).body.toString()).toContain('events_total{n="0"} 0');
    }
  });

  test("works under any prefix", async () => {
    const { handler } = new Service({ registry: registryOf(1) });
    await using server = await mounted(handler);
    const texts = await Promise.all(
      ["/deep/prefix/metrics", "/metrics", "/p/metrics?name[]=events_total"].map((path) => ask(server.url + path)),
    );
    for (const { status, body } of texts) {
      expect(status).toBe(200);
      expect(body.toString()).toContain('events_total{n="0"} 0');
    }
    expect((await ask(`${server.url}/p/-/healthy`)).status).toBe(200);
    expect((await ask(`${server.url}/p/`)).body.toString()).toContain('<a href="metrics">');
    expect((await ask(`${server.url}/p/nowhere`)).status).toBe(404);
  });

  test("serves the metrics at every path if it is a metricsHandler", async () => {
    await using server = await mounted(metricsHandler({ registry: registryOf(1) }));
    for (const path of ["/", "/anything", "/a/b?name[]=events_total"]) {
      expect((await ask(server.url + path)).body.toString()).toContain('events_total{n="0"} 0');
    }
  });

  test("keeps a Vary header that was set before", async () => {
    const handler = metricsHandler({ registry: registryOf(1) });
    await using server = await mounted((request, response) => {
      response.setHeader("Vary", "Origin");
      handler(request, response);
    });
    expect((await ask(server.url)).headers.vary).toBe("Origin, Accept, Accept-Encoding");
  });
});
