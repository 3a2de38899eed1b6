import { expect, test } from "vitest";
import { parse } from "../../../src/exposition/index.js";
import {
  CountCalls,
  Counter,
  counter,
  type ErrorCode,
  Gauge,
  Histogram,
  Instrumented,
  isNarthexError,
  linearBuckets,
  Registry,
  StateSet,
} from "../../../src/index.js";
import { Pushgateway, writeTextfile } from "../../../src/push/index.js";
import { collectorFactory, setCollectorFactory } from "../../../src/registry/collector-factory.js";
import { WatchedFiles } from "../../../src/service/files/watched-files.js";
import { Service } from "../../../src/service/index.js";
import { parseWebConfig } from "../../../src/service/web-config/parse-web-config.js";
import { FakeGateway } from "../../push/fake-gateway.js";

const nowhere = { help: "", registry: null };
const tiers = () => new Counter({ ...nowhere, name: "orders_total", labelNames: ["shop", "tier"] });
const stamped = () => {
  const registry = new Registry();
  const metrics = [{ labels: {}, value: 1, timestamp: 5 }];
  registry.register({ collect: () => [{ name: "a", help: "", type: "gauge", metrics }] });
  return registry;
};
const twice = (first: object, second: object) => {
  const registry = new Registry();
  new Gauge({ name: "a", help: "", registry, ...first });
  new Gauge({ name: "a", help: "", registry, ...second });
};

const thrown: Readonly<Partial<Record<ErrorCode, () => unknown>>> = {
  NARTHEX_INVALID_ARGUMENT: () => linearBuckets(0, 0, 5),
  NARTHEX_INVALID_OPTION: () => new Counter({ ...nowhere, name: "a", maxSeries: 0 }),
  NARTHEX_UNKNOWN_OPTION: () => new Counter({ ...nowhere, name: "a", lables: [] } as never),
  NARTHEX_CONFLICTING_OPTIONS: () => new Gauge({ ...nowhere, name: "a", ttlSeconds: 1, collect: () => 1 }),
  NARTHEX_INVALID_METRIC_NAME: () => new Counter({ ...nowhere, name: "a-b" }),
  NARTHEX_INVALID_UNIT: () => new Counter({ ...nowhere, name: "a", unit: "seconds" }),
  NARTHEX_INVALID_LABEL_NAME: () => new Counter({ ...nowhere, name: "a", labelNames: ["le"] }),
  NARTHEX_INVALID_LABELS: () => tiers().inc("gold" as never),
  NARTHEX_MISSING_LABEL: () => tiers().inc({ shop: "north" } as never),
  NARTHEX_UNKNOWN_LABEL: () => tiers().inc({ shop: "north", tier: "gold", zone: 1 } as never),
  NARTHEX_BOUND_LABEL: () =>
    tiers()
      .withLabels({ shop: "north" })
      .inc({ shop: "south", tier: "gold" } as never),
  NARTHEX_INVALID_LABEL_VALUE: () => tiers().inc({ shop: "north", tier: null } as never),
  NARTHEX_INVALID_VALUE: () => new Counter({ ...nowhere, name: "a" }).inc(-1),
  NARTHEX_UNKNOWN_STATE: () => new StateSet({ ...nowhere, name: "a", states: ["on"] }).set("off" as never),
  NARTHEX_INVALID_EXEMPLAR: () => new Counter({ ...nowhere, name: "a" }).inc(1, { exemplar: 7 as never }),
  NARTHEX_READ_ONLY_METRIC: () => new Gauge({ ...nowhere, name: "a", collect: () => 1 }).set(2),
  NARTHEX_NO_SERIES_TO_REMOVE: () => new Gauge({ ...nowhere, name: "a" }).remove({}),
  NARTHEX_INVALID_COLLECTOR: () => new Registry().register({} as never),
  NARTHEX_DUPLICATE_COLLECTOR: () => twice({}, {}),
  NARTHEX_DIFFERENT_DEFINITION: () => twice({}, { help: "Another." }),
  NARTHEX_SAMPLE_NAME_CONFLICT: () => {
    const registry = new Registry();
    new Histogram({ name: "a", help: "", registry });
    new Gauge({ name: "a_count", help: "", registry });
  },
  NARTHEX_LABEL_CONFLICT: () => {
    const registry = new Registry({ constLabels: { zone: "eu" } });
    new Gauge({ name: "a", help: "", labelNames: ["zone"], registry });
  },
  NARTHEX_CONST_LABELS_FIXED: async () => {
    const registry = new Registry();
    await registry.gather();
    registry.setConstLabels({ zone: "eu" });
  },
  NARTHEX_NOT_LOADED: () => {
    const factory = collectorFactory();
    setCollectorFactory(undefined as never);
    try {
      new Registry().getOrCreate(counter({ name: "a", help: "" }));
    } finally {
      setCollectorFactory(factory);
    }
  },
  NARTHEX_INVALID_TARGET: () => CountCalls()(7 as never, {} as never),
  NARTHEX_FROZEN_CLASS: () => {
    class Orders {
      place() {}
    }
    Object.freeze(Orders.prototype);
    Instrumented()(Orders, { kind: "class", name: "Orders", addInitializer: () => {} } as never);
  },
  NARTHEX_INVALID_COLLECTED_VALUE: () => new Gauge({ ...nowhere, name: "a", collect: () => "1" as never }).collect(),
  NARTHEX_UNKNOWN_FORMAT: () => parse("up 1\n", "text/html"),
  NARTHEX_INVALID_EXPOSITION: () => parse("up one\n", "text/plain; version=0.0.4"),
  NARTHEX_UNREADABLE_FILE: () => WatchedFiles.open({ paths: ["/nowhere"], load: () => 1, onReload: () => {} }),
  NARTHEX_INVALID_WEB_CONFIG: () => parseWebConfig(Buffer.from("tls: on"), "web.yml"),
  NARTHEX_INVALID_CERTIFICATE: () => new Service().start({ tls: { key: "k", cert: "c" } }),
  NARTHEX_LISTEN_FAILED: () => new Service().start({ host: "192.0.2.1" }),
  NARTHEX_SERVICE_NOT_RUNNING: () => new Service().url,
  NARTHEX_NO_TCP_ADDRESS: async () => {
    const listen = [{ socketPath: `\0narthex-errors-${process.pid}` }];
    await using service = await new Service().start({ listen });
    return service.url;
  },
  NARTHEX_SERVICE_RUNNING: async () => {
    await using service = await new Service().start({ host: "127.0.0.1" });
    await service.start();
  },
  NARTHEX_TIMESTAMP_NOT_ALLOWED: () => writeTextfile("never-written.prom", stamped()),
  NARTHEX_GROUPING_KEY_CONFLICT: () => {
    const registry = new Registry();
    new Gauge({ name: "a", help: "", labelNames: ["shard"], registry }).set({ shard: "a" }, 1);
    return new Pushgateway({ url: "http://127.0.0.1:1", job: "j", groupingKey: { shard: "b" }, registry }).push();
  },
  NARTHEX_GATEWAY_UNREACHABLE: () => new Pushgateway({ url: "http://127.0.0.1:1", job: "j", retry: false }).push(),
  NARTHEX_PUSH_REJECTED: async () => {
    await using gateway = await FakeGateway.start({ status: 400, body: "no" });
    await new Pushgateway({ url: gateway.url, job: "j", registry: new Registry() }).push();
  },
  NARTHEX_TEXTFILE_FAILED: () => writeTextfile("/does/not/exist/a.prom", new Registry()),
};

test.each(Object.entries(thrown))("%s is the code of an error that is thrown", async (code, provoke) => {
  const error = await new Promise((resolve) => resolve(provoke())).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Error);
  expect(isNarthexError(error)).toBe(true);
  expect(error).toHaveProperty("code", code);
});
