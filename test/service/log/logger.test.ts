import { Writable } from "node:stream";
import fastify from "fastify";
import { afterEach, describe, expect, test, vi } from "vitest";
import { onError } from "../../../src/globals/error-listener.js";
import { Registry } from "../../../src/registry/registry.js";
import { type Logger, Service, type ServiceOptions } from "../../../src/service/index.js";
import { ask } from "../../web-client.js";
import { ControlledCollector, registryOf, scrape, until } from "../serving.js";

afterEach(() => {
  onError(undefined);
  vi.restoreAllMocks();
});

/** Starts a service, and returns what it logs. */
async function logged(options: ServiceOptions = {}): Promise<{ service: Service; lines: string[] }> {
  const lines: string[] = [];
  const write = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
  const logger: Logger = { info: write("info"), warn: write("warn"), error: write("error") };
  const service = await new Service({ registry: registryOf(1), logger, ...options }).start({ host: "127.0.0.1" });
  return { service, lines };
}

describe("the logger of a service", () => {
  test("is told about the start, with all addresses, and the stop", async () => {
    const { service, lines } = await logged({ path: "/internal" });
    const { url } = service;
    await service.stop();
    await service.stop();
    expect(lines).toEqual([
      `info narthex: listening on ${url}, with the metrics at /internal`,
      "info narthex: stopped",
    ]);
  });

  test("is told once about requests that the guard refuses, without anything that they contain", async () => {
    const { service, lines } = await logged({ guard: { bearerTokens: ["a-token-that-is-long-enough"] } });
    const headers = { Authorization: "Bearer wrong-secret", "User-Agent": "an-agent" };
    for (let n = 0; n < 5; n++) expect((await ask(service.metricsUrl, { headers })).status).toBe(401);
    await service.stop();
    expect(lines.slice(1, -1)).toEqual(["warn narthex: refused a request (reason: unauthorized)"]);
  });

  test("is told about malformed requests, without their text", async () => {
    const { service, lines } = await logged();
    const { connect } = await import("node:net");
    const socket = connect(Number(new URL(service.url).port), "127.0.0.1");
    socket.on("error", () => {}).end("GET \u001b[31m\r\n\r\n");
    await until(() => lines.length > 1);
    await service.stop();
    expect(lines.slice(1, -1)).toEqual(["warn narthex: refused a request (reason: malformed)"]);
  });

  test("is told about scrapes beyond the limit", async () => {
    const registry = new Registry();
    const collector = registry.register(new ControlledCollector());
    const { service, lines } = await logged({ registry, maxConcurrentScrapes: 1 });
    const first = scrape(service);
    await until(() => collector.asked === 1);
    expect((await scrape(service)).status).toBe(503);
    collector.answer();
    await first;
    await service.stop();
    expect(lines.slice(1, -1)).toEqual(["warn narthex: refused a scrape: the limit of concurrent scrapes is reached"]);
  });

  test("is told about a scrape that fails, in place of a process warning", async () => {
    const warned = vi.spyOn(process, "emitWarning");
    const registry = { gather: () => Promise.reject(new Error("no\nluck")) };
    const { service, lines } = await logged({ registry });
    for (let n = 0; n < 2; n++) expect((await scrape(service)).status).toBe(500);
    await service.stop();
    expect(lines.slice(1, -1)).toEqual(["error narthex: no\\u000aluck (NARTHEX_GATHER_FAILED)"]);
    expect(warned).not.toHaveBeenCalled();
  });

  test("does not break scrapes or the stop if it throws", async () => {
    const heard: string[] = [];
    onError((_, { source }) => heard.push(source));
    const fail = (): never => {
      throw new Error("disk full");
    };
    const { service } = await logged({ logger: { info: fail, warn: fail, error: fail }, limits: { maxUrlBytes: 100 } });
    expect((await scrape(service)).status).toBe(200);
    expect((await scrape(service, {}, `?${"x".repeat(200)}`)).status).toBe(414);
    await service.stop();
    expect(heard).toEqual(["logger"]);
  });

  test("can be console", async () => {
    const info = vi.spyOn(console, "info").mockImplementation(() => {});
    const { service } = await logged({ logger: console });
    expect(info.mock.calls).toEqual([[`narthex: listening on ${service.url}, with the metrics at /metrics`]]);
    await service.stop();
  });

  test("can be a logger of pino, such as that of Fastify", async () => {
    const entries: { msg: string; level: number }[] = [];
    const stream = new Writable({
      write(line, _, done) {
        entries.push(JSON.parse(line));
        done();
      },
    });
    const app = fastify({ logger: { stream } });
    const { service } = await logged({ logger: app.log });
    await service.stop();
    await app.close();
    expect(entries.map(({ msg, level }) => [level, msg])).toContainEqual([30, "narthex: stopped"]);
  });

  test.each([[null], [{}], [{ info: () => {}, warn: () => {} }], ["console"]])(
    "must be a logger, and not %o",
    (logger) => {
      expect(() => new Service({ logger: logger as never })).toThrow(
        "Service: logger must have the methods info, warn and error",
      );
    },
  );
});
