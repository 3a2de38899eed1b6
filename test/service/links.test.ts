import express from "express";
import { describe, expect, test } from "vitest";
import { type RequestHandler, Service } from "../../src/service/index.js";
import { ask } from "../web-client.js";
import { listening } from "./frameworks.js";
import { mounted, registryOf, serve } from "./serving.js";

/** Requests the landing page at a URL. Returns the path in its text and its links. */
async function landing(url: string): Promise<{ named: string | undefined; links: URL[] }> {
  const { status, headers, body } = await ask(url);
  expect([status, headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
  const hrefs = [...body.toString().matchAll(/<a href="([^"]*)"/g)].map(([, href = ""]) => decoded(href));
  const named = /Prometheus scrapes this process at <a [^>]*>(.*)<\/a>/.exec(body.toString())?.[1];
  return { named: named && decoded(named), links: hrefs.map((href) => new URL(href, url)) };
}

function decoded(html: string): string {
  return html.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

/** Returns an Express application that mounts the handler at prefixes and in nested routers. */
function applications(handler: RequestHandler): express.Express {
  const inner = express.Router().use("/inner", handler);
  return express().use("/svc", handler).use("/outer", inner).use("/a:b", handler).use("/q'%3Ci%3E", handler);
}

describe("the links of the landing page", () => {
  test.each(["/svc", "/svc/", "/svc?x=/y/", "/outer/inner", "/outer/inner/", "/a:b", "/a:b/", "/q'%3Ci%3E"])(
    "work in Express at %s, and the text shows their path",
    async (at) => {
      for (const path of ["/metrics", "/deep/metrics", "/me:t"]) {
        const { handler } = new Service({ registry: registryOf(1), path });
        await using server = await listening(applications(handler));
        const { named, links } = await landing(server.url + at);
        const prefix = at.replace(/\?.*$/, "").replace(/\/$/, "");
        expect(named).toBe(prefix + path);
        expect(links).toHaveLength(6);
        for (const link of links) {
          expect(link.origin + link.pathname).toBe(server.url + prefix + path);
          const { status, body } = await ask(link);
          expect(status).toBe(200);
          expect(body.includes("events_total")).toBe(true);
        }
      }
    },
  );

  test("work under a prefix of another server, and in a service", async () => {
    const { handler } = new Service({ registry: registryOf(1) });
    await using server = await mounted(handler);
    await using service = await serve({ registry: registryOf(1) });
    for (const [url, path] of [
      [`${server.url}/p/`, "/p/metrics"],
      [`${service.url}/`, "/metrics"],
    ] as const) {
      const { named, links } = await landing(url);
      expect(named).toBe(path);
      for (const link of links) expect([link.pathname, (await ask(link)).status]).toEqual([path, 200]);
    }
  });

  test("stay on the server, whatever the path of the request", async () => {
    const { handler } = new Service({ registry: registryOf(1) });
    await using server = await mounted(handler);
    for (const path of ["//elsewhere.example/", '/"><b>/', "/javascript:x/"]) {
      const { body } = await ask(server.url, { path });
      expect(body.toString()).toContain('<a href="metrics">');
      expect(body.toString()).not.toContain("<b>");
    }
  });
});
