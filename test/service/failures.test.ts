import { get } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Gauge } from "../../src/collectors/gauge.js";
import { type Incident, onError } from "../../src/globals/error-listener.js";
import type { Gatherer } from "../../src/model/collector.js";
import { Registry } from "../../src/registry/registry.js";
import { metricsHandler } from "../../src/service/index.js";
import { turns } from "../event-loop-turns.js";
import { ask } from "../web-client.js";
import { EndlessGatherer, errorsOf, mounted, registryOf, scrape, serve, until, valueIn } from "./serving.js";

let incidents: Incident[];
beforeEach(() => {
  incidents = [];
  onError((_, incident) => incidents.push(incident));
});
afterEach(() => onError(undefined));

const never = new Promise<never>(() => {});
const timeout = (seconds: string) => ({ "X-Prometheus-Scrape-Timeout-Seconds": seconds });

describe("a collector that fails", () => {
  test("is omitted, counted and reported, and the rest is served", async () => {
    const registry = registryOf(1);
    registry.register({ collect: () => Promise.reject(new Error("no")) });
    registry.register({
      collect: () => {
        throw new Error("no");
      },
    });
    await using service = await serve({ registry });
    const first = await scrape(service);
    expect(first.status).toBe(200);
    expect(valueIn(first, 'events_total{n="0"}')).toBe(0);
    expect(valueIn(first, 'narthex_scrape_errors_total{cause="collector"}')).toBe(0);
    expect(await errorsOf(service, "collector")).toBe(2);
    expect(incidents.map(({ code }) => code)).toEqual(["NARTHEX_COLLECTOR_FAILED", "NARTHEX_COLLECTOR_FAILED"]);
  });

  test("by hanging is omitted before the scraper times out", async () => {
    const registry = registryOf(1);
    registry.register({ collect: () => never });
    await using service = await serve({ registry });
    const answer = await scrape(service, timeout("0.2"));
    expect(valueIn(answer, 'events_total{n="0"}')).toBe(0);
    const next = await scrape(service, timeout("0.1"));
    expect(valueIn(next, 'narthex_scrape_errors_total{cause="deadline"}')).toBe(1);
  });

  test.each(["-1", "0", "1e-9", "NaN", "soon", "", "0.1, 0.1"])(
    "by hanging ends the wait after the service's own time when the request says %j",
    async (header) => {
      const registry = registryOf(1);
      registry.register({ collect: () => never });
      await using service = await serve({ registry, scrapeTimeoutSeconds: 0.05 });
      expect((await scrape(service, timeout(header))).status).toBe(200);
    },
  );
});

describe("a gatherer that fails", () => {
  test.each<[string, () => Promise<never>]>([
    ["rejecting", () => Promise.reject(new Error("a secret"))],
    [
      "throwing",
      () => {
        throw new Error("a secret");
      },
    ],
  ])("by %s is answered with 500, counted and reported", async (_, gather) => {
    let works = false;
    const registry: Gatherer = { gather: () => (works ? new Registry().gather() : gather()) };
    await using service = await serve({ registry });
    const { status, headers, body } = await scrape(service);
    expect([status, headers["content-type"]]).toEqual([500, "text/plain; charset=utf-8"]);
    expect(body.toString()).toBe("The scrape failed (gather); the error was reported to the application.\n");
    works = true;
    expect(await errorsOf(service, "gather")).toBe(1);
    const answer = await scrape(service);
    expect(valueIn(answer, 'narthex_scrapes_total{format="text-0.0.4",code="500"}')).toBe(1);
    expect(answer.body.toString().match(/^narthex_scrape_errors_total\{.* [^0]/gm)).toHaveLength(1);
    expect(incidents).toEqual([{ source: "service", code: "NARTHEX_GATHER_FAILED" }]);
  });

  test.each([undefined, null, "no error", { code: "EPIPE" }])(
    "by rejecting with %o, which is no Error, is answered with 500 and reported",
    async (reason) => {
      const gather: Gatherer["gather"] = async () => {
        throw reason;
      };
      await using service = await serve({ registry: { gather } });
      expect((await scrape(service)).status).toBe(500);
      expect(incidents).toEqual([{ source: "service", code: "NARTHEX_GATHER_FAILED" }]);
    },
  );

  test("by hanging beyond its deadline causes status 500 and is called again by the next scrape", async () => {
    let calls = 0;
    const registry: Gatherer = { gather: () => (++calls === 1 ? never : new Registry().gather()) };
    await using service = await serve({ registry, scrapeTimeoutSeconds: 0.01 });
    expect((await scrape(service)).status).toBe(500);
    expect((await scrape(service)).status).toBe(200);
  });
});

describe("an exposition that breaks off", () => {
  /** Starts a service whose first exposition breaks off after a number of series. */
  async function breakingAfter(series: number) {
    const gatherers: Gatherer[] = [new EndlessGatherer(series)];
    return serve({ registry: { gather: (options) => (gatherers.pop() ?? new Registry()).gather(options) } });
  }

  test("early causes status 500 and is counted", async () => {
    await using service = await breakingAfter(10);
    const { status, headers, body } = await scrape(service, { "Accept-Encoding": "gzip" });
    expect([status, body.toString()]).toEqual([
      500,
      "The scrape failed (encoding); the error was reported to the application.\n",
    ]);
    expect(Number(headers["content-length"])).toBe(body.length);
    expect(await errorsOf(service, "encoding")).toBe(1);
    expect(incidents).toEqual([{ source: "service", code: "NARTHEX_RESPONSE_FAILED" }]);
  });

  test.each([{}, { "Accept-Encoding": "gzip" }])("midway does not look complete (%o)", async (headers) => {
    await using service = await breakingAfter(100_000);
    await expect(scrape(service, headers)).rejects.toThrow(/aborted|hang up|ECONNRESET/);
    const next = await scrape(service);
    expect(valueIn(next, 'narthex_scrape_errors_total{cause="encoding"}')).toBe(1);
    expect(valueIn(next, 'narthex_scrape_errors_total{cause="aborted"}')).toBe(0);
  });
});

describe("a client that disconnects", () => {
  test.each([{}, { "Accept-Encoding": "gzip" }])("while it reads ends an endless exposition (%o)", async (headers) => {
    const registry = new EndlessGatherer();
    await using service = await serve({ registry });
    await new Promise<void>((resolve) => {
      const request = get(service.metricsUrl, { headers }, (response) => {
        response.once("data", () => request.destroy());
        response.once("close", resolve);
      });
      request.on("error", () => {});
    });
    await until(() => registry.disposed === 1);
    const { read } = registry;
    await turns(20);
    expect(registry.read).toBe(read);
  });

  test("while collectors run is counted, and the next scrape joins the gather", async () => {
    const registry = new Registry();
    let answer = (): void => {};
    let asked = 0;
    const lit = new Gauge({ name: "lit", help: "Lit.", registry });
    registry.register({
      collect: () => {
        asked++;
        return new Promise((resolve) => {
          answer = () => resolve([]);
        });
      },
    });
    await using server = await mounted(metricsHandler({ registry }));
    const request = get(server.url).on("error", () => {});
    await until(() => asked === 1);
    request.destroy();
    const joined = ask(server.url);
    await until(() => server.arrived === 2);
    lit.set(7);
    answer();
    expect(valueIn(await joined, "lit")).toBe(7);
    const before = asked;
    const next = ask(server.url);
    await until(() => asked > before);
    answer();
    expect(valueIn(await next, 'narthex_scrape_errors_total{cause="aborted"}')).toBe(1);
  });

  test.each(["EPIPE", "ECONNRESET", "ERR_STREAM_DESTROYED"])(
    "is counted and not reported if writing to its connection fails with %s",
    async (code) => {
      let isFirst = true;
      const gather: Gatherer["gather"] = (options) =>
        isFirst ? new EndlessGatherer().gather() : new Registry().gather(options);
      const handler = metricsHandler({ registry: { gather } });
      await using server = await mounted((request, response) => {
        if (isFirst)
          response.write = (_chunk: unknown, done: unknown) => {
            (done as (error: Error) => void)(Object.assign(new Error("failed"), { code }));
            response.destroy();
            return false;
          };
        handler(request, response);
      });
      await expect(ask(server.url)).rejects.toThrow();
      isFirst = false;
      const series = 'narthex_scrape_errors_total{cause="aborted"}';
      await until(async () => valueIn(await ask(`${server.url}?name[]=narthex_scrape_errors_total`), series) === 1);
      expect(incidents).toEqual([]);
    },
  );

  test("by not reading stops the writing", async () => {
    const registry = new EndlessGatherer();
    await using service = await serve({ registry });
    const request = get(service.metricsUrl, (response) => response.pause()).on("error", () => {});
    await until(() => registry.read > 0);
    let before = 0;
    let unchanged = 0;
    await until(() => {
      unchanged = registry.read === before ? unchanged + 1 : 0;
      before = registry.read;
      return unchanged === 20;
    });
    request.destroy();
    await until(() => registry.disposed === 1);
  });
});
