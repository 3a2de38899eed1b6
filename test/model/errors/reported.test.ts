import { Server } from "node:http";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import {
  Counter,
  countCalls,
  counter,
  type ErrorCode,
  Gauge,
  gauge,
  Histogram,
  histogram,
  Instrumented,
  isNarthexError,
  type MetricFamily,
  onError,
  Registry,
  renderText,
  timed,
  trackInProgress,
} from "../../../src/index.js";
import { Pushgateway } from "../../../src/push/index.js";
import { registerRuntimeMetrics } from "../../../src/runtime/auto-register.js";
import { disableRuntimeMetrics } from "../../../src/runtime/index.js";
import { Guard } from "../../../src/service/guard/guard.js";
import { metricsHandler, Service } from "../../../src/service/index.js";
import { certificates } from "../../certificates.js";
import { mounted, scrape, serve, until } from "../../service/serving.js";
import { scrapeTls, startTls, TlsFiles } from "../../service/tls/tls-files.js";
import { WebFile, withTls } from "../../service/web-config/web-file.js";
import { ask } from "../../web-client.js";

const { authority, expiredServer } = certificates;
/** The codes of reports, each followed by that of the error if it has one. */
const codes: (string | undefined)[] = [];
beforeEach(() => {
  codes.length = 0;
  onError((error, { code }) => void codes.push(code, isNarthexError(error) ? error.code : undefined));
});
afterEach(() => {
  onError(undefined);
  vi.restoreAllMocks();
});

const context = { kind: "class", name: "Orders", addInitializer: () => {}, metadata: {} } as never;
const gathering = (gather: () => unknown) => serve({ registry: { gather } as never, scrapeTimeoutSeconds: 0.01 });
const collecting = (collect: () => unknown) => {
  const registry = new Registry();
  new Gauge({ name: "a", help: "", registry, collect: collect as () => number });
  return registry;
};
const families = (...given: readonly object[]) => {
  const registry = new Registry();
  for (const family of given) registry.register({ collect: () => [{ help: "", type: "gauge", ...family }] as never });
  return registry.gather();
};
const metrics = [{ labels: {}, value: 1 }];
const orders = counter({ name: "reported_orders_total", help: "", labelNames: ["tier"] });

const reported: Readonly<Partial<Record<ErrorCode, () => unknown>>> = {
  NARTHEX_TOO_MANY_SERIES: () => {
    const logins = new Counter({ name: "a", help: "", labelNames: ["user"], maxSeries: 1, registry: null });
    for (const user of ["ada", "grace"]) logins.inc({ user });
  },
  NARTHEX_UNMEASURED_METHOD: () => {
    class Orders {
      place() {}
    }
    Object.defineProperty(Orders.prototype, "place", { writable: false, configurable: false });
    Instrumented()(Orders, context);
  },
  NARTHEX_UNMEASURED_THENABLE: () => {
    const verb = "then";
    const query = { [verb]: () => {} };
    timed(histogram({ name: "reported_seconds", help: "" }), () => query)();
  },
  NARTHEX_CALL_NOT_ENDED: () => {
    const running = gauge({ name: "reported_running", help: "", labelNames: ["ok"] });
    trackInProgress(running, () => {}, { labels: (call: object) => ({ ok: (call as { outcome: string }).outcome }) })();
  },
  NARTHEX_LOST_UPDATE: () => countCalls(orders, () => {}, { labels: () => JSON.parse("{}") })(),
  NARTHEX_COLLECTOR_FAILED: () => renderText(collecting(() => Promise.reject(new Error("no")))),
  NARTHEX_COLLECTOR_TIMED_OUT: () => collecting(() => new Promise(() => {})).gather({ deadline: AbortSignal.abort() }),
  NARTHEX_NOTHING_COLLECTED: () => renderText(collecting(() => undefined)),
  NARTHEX_INVALID_FAMILY: () => families({ name: "", metrics }),
  NARTHEX_FAMILY_CONFLICT: () => families({ name: "a", metrics }, { name: "a", type: "unknown", metrics }),
  NARTHEX_DIFFERENT_HELP: () =>
    families({ name: "a", metrics }, { name: "a", help: "Another.", metrics: [{ labels: { b: "c" }, value: 1 }] }),
  NARTHEX_NATIVE_BUCKETS_OMITTED: () => {
    const registry = new Registry();
    new Histogram({ name: "a", help: "", native: true, registry }).observe(1);
    return renderText(registry);
  },
  NARTHEX_RUNTIME_METRICS_FAILED: async () => {
    const registry = new Registry();
    onTestFinished(() => disableRuntimeMetrics(registry));
    registerRuntimeMetrics(registry);
    new Gauge({ name: "process_open_fds", help: "", registry });
    await registry.gather();
  },
  NARTHEX_CERTIFICATE_EXPIRED: async () => {
    await using _ = await startTls({ certFile: expiredServer.cert, keyFile: expiredServer.key });
  },
  NARTHEX_RELOAD_FAILED: async () => {
    const files = new TlsFiles();
    await using service = await startTls(files.options);
    files.replace(files.certFile, "broken");
    await scrapeTls(service);
  },
  NARTHEX_RESTART_NEEDED: async () => {
    const file = new WebFile("");
    await using service = await file.start();
    file.write(withTls);
    await scrape(service);
  },
  NARTHEX_HANDSHAKE_FAILED: async () => {
    await using service = await startTls({ ...new TlsFiles().options, clientCaFile: authority.cert });
    await scrapeTls(service).catch(() => {});
  },
  NARTHEX_SERVER_FAILED: async () => {
    const listen = vi.spyOn(Server.prototype, "listen");
    await using _ = await new Service({ registry: new Registry() }).start({ host: "127.0.0.1" });
    (listen.mock.contexts[0] as Server).emit("error", new Error("too many open files"));
  },
  NARTHEX_GATHER_FAILED: async () => {
    await using service = await gathering(() => Promise.reject(new Error("no")));
    await scrape(service);
  },
  NARTHEX_GATHER_TIMED_OUT: async () => {
    await using service = await gathering(() => new Promise(() => {}));
    await scrape(service);
  },
  NARTHEX_RESPONSE_FAILED: async () => {
    const unreadable = new Proxy([] as MetricFamily[], {
      get: (target, key) => (key === Symbol.dispose ? () => {} : Reflect.get(target, key)),
    });
    unreadable.push({ name: "a", help: "", type: "gauge" } as never);
    await using service = await gathering(() => Promise.resolve(unreadable));
    await scrape(service);
  },
  NARTHEX_ALREADY_ANSWERED: async () => {
    const handler = metricsHandler({ registry: new Registry() });
    await using server = await mounted((request, response) => {
      response.end("sent");
      handler(request, response);
    });
    await ask(server.url);
  },
  NARTHEX_GUARD_FAILED: async () => {
    const settings = () => Promise.reject(new Error("no settings"));
    const broken = new Guard(settings, { countRefusal: () => {} });
    await using server = await mounted((request, response) => broken.admit(request, response, () => {}));
    await ask(server.url);
  },
  NARTHEX_PUSH_FAILED: async () => {
    const gateway = new Pushgateway({ url: "http://127.0.0.1:1", job: "j", registry: new Registry(), retry: false });
    using _ = gateway.pushEvery(0.01);
    await until(() => codes.length > 0);
  },
};

test.each(Object.entries(reported))("%s is the code of a report or of its error", async (code, provoke) => {
  await provoke();
  expect(codes).toContain(code);
});

test("NARTHEX_LISTENER_FAILED is the code of the warning about a listener that throws", async () => {
  const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  onError(() => {
    throw new Error("broken");
  });
  await renderText(collecting(() => undefined));
  expect(warn.mock.calls.at(-1)?.[1]).toEqual({ type: "NarthexWarning", code: "NARTHEX_LISTENER_FAILED" });
});

test("an error of the library that is reported has a code of its own", () => {
  const others = counter({ name: "reported_others_total", help: "", labelNames: ["tier"] });
  countCalls(others, () => {}, { labels: () => JSON.parse("{}") })();
  expect(codes).toEqual(["NARTHEX_LOST_UPDATE", "NARTHEX_MISSING_LABEL"]);
});
