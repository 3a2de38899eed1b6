import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Gauge } from "../../src/collectors/gauge.js";
import type { Service } from "../../src/service/index.js";
import { registryOf, scrape, serve } from "./serving.js";

let service: Service;
beforeAll(async () => {
  const registry = registryOf(1);
  new Gauge({ name: "lamps", help: "Lamps that are lit.", registry });
  service = await serve({ registry });
});
afterAll(() => service.stop());

/** Returns the families that a query shows. */
async function familiesFor(query: string): Promise<readonly string[]> {
  const { body } = await scrape(service, {}, query);
  return Array.from(body.toString().matchAll(/^# TYPE (\S+)/gm), ([, name = ""]) => name);
}

describe("name[]", () => {
  test("restricts a scrape to families of these names", async () => {
    expect(await familiesFor("?name[]=lamps")).toEqual(["lamps"]);
    expect(await familiesFor("?name%5B%5D=lamps&name[]=narthex_scrapes_total")).toEqual([
      "lamps",
      "narthex_scrapes_total",
    ]);
  });

  test("selects nothing if no family has the name", async () => {
    const { status, body } = await scrape(service, {}, "?name[]=none");
    expect([status, body.length]).toEqual([200, 0]);
  });

  test("selects every family, in order, if it is absent", async () => {
    const all = [
      "events_total",
      "lamps",
      "narthex_scrape_errors_total",
      "narthex_scrapes_total",
      "narthex_service_closed_connections_total",
      "narthex_service_refused_requests_total",
    ];
    expect(await familiesFor("")).toEqual(all);
    expect(await familiesFor("?module=x&names=lamps&=&%ff")).toEqual(all);
  });

  test("can be repeated 256 times", async () => {
    expect(await familiesFor(`?${"name[]=lamps&".repeat(256)}`)).toEqual(["lamps"]);
    const { status, headers, body } = await scrape(service, {}, `?${"name[]=lamps&".repeat(257)}`);
    expect([status, headers["content-type"], body.toString()]).toEqual([
      400,
      "text/plain; charset=utf-8",
      "There are more than 256 name[] parameters.\n",
    ]);
  });

  test("is rejected in a URL of more than 8192 bytes", async () => {
    const queryOf = (urlLength: number): string => `?${"x".repeat(urlLength - "/metrics?".length)}`;
    expect((await scrape(service, {}, queryOf(8192))).status).toBe(200);
    const { status, body } = await scrape(service, {}, queryOf(8193));
    expect([status, body.toString()]).toEqual([414, "The URL is longer than 8192 bytes.\n"]);
  });
});

describe("debug", () => {
  test.each([
    ["text", "# TYPE events_total counter"],
    ["text-0.0.4", "# TYPE events_total counter"],
    ["openmetrics", "# TYPE events counter"],
    ["openmetrics-0.0.1", "# TYPE events counter"],
  ])("shows %s as plain text in a browser, whatever it accepts", async (format, line) => {
    const { headers, body } = await scrape(service, { Accept: "text/html" }, `?debug=${format}`);
    expect(headers["content-type"]).toBe("text/plain; charset=utf-8");
    expect(headers["content-disposition"]).toBeUndefined();
    expect(body.toString()).toContain(line);
  });

  test("sends protobuf as a file", async () => {
    const { headers } = await scrape(service, {}, "?debug=protobuf");
    expect(headers["content-type"]).toContain("application/vnd.google.protobuf");
    expect(headers["content-disposition"]).toBe('attachment; filename="metrics.binpb"');
  });

  test.each(["", "html", "<b>", "text-9"])("rejects %j without repeating it", async (format) => {
    const { status, body } = await scrape(service, {}, `?debug=${encodeURIComponent(format)}`);
    expect([status, body.toString()]).toEqual([
      400,
      "debug must be text, openmetrics or one of text-0.0.4, text-1.0.0, openmetrics-0.0.1, openmetrics-1.0.0, protobuf.\n",
    ]);
  });
});
