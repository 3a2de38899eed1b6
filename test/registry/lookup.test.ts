import { beforeEach, describe, expect, test } from "vitest";
import {
  bind,
  type Collector,
  CountCalls,
  Counter,
  counter,
  Gauge,
  Histogram,
  Info,
  Registry,
  StateSet,
  Summary,
  stateSet,
} from "../../src/index.js";

let registry: Registry;
beforeEach(() => {
  registry = new Registry();
});

describe("get", () => {
  test("returns the collector of a full name", () => {
    const events = new Counter({ name: "events_total", help: "", namespace: "shop", registry });
    expect(registry.get("shop_events_total")).toBe(events);
  });

  test.each(["events", "events_created", "shop_events_total"])(
    "returns undefined for %s, which is no full name",
    (name) => {
      new Counter({ name: "events_total", help: "", registry });
      expect(registry.get(name)).toBeUndefined();
    },
  );

  test("takes the name without the prefix of the registry", () => {
    const prefixed = new Registry({ prefix: "shop_" });
    const load = new Gauge({ name: "load", help: "", registry: prefixed });
    expect(prefixed.get("load")).toBe(load);
  });

  test("returns a custom collector that describes the family", () => {
    const custom: Collector = {
      collect: () => [],
      describe: () => [
        { name: "a", type: "gauge", help: "" },
        { name: "b", type: "gauge", help: "" },
      ],
    };
    registry.register(custom);
    expect([registry.get("a"), registry.get("b")]).toEqual([custom, custom]);
  });

  test("returns the first of several collectors that share a family", () => {
    const [first] = ["a", "b"].map((x) => new Gauge({ name: "load", help: "", constLabels: { x }, registry }));
    expect(registry.get("load")).toBe(first);
  });

  test("returns undefined for a collector that was unregistered", () => {
    registry.unregister(new Gauge({ name: "load", help: "", registry }));
    expect(registry.get("load")).toBeUndefined();
  });
});

describe("collectors", () => {
  test("returns all collectors in the order of registration", () => {
    const b = new Gauge({ name: "b", help: "", registry });
    const a = new Gauge({ name: "a", help: "", registry });
    const custom: Collector = { collect: () => [] };
    registry.register(custom);
    expect(registry.collectors()).toEqual([b, a, custom]);
  });

  test("does not change when a collector is added later", () => {
    const before = registry.collectors();
    new Gauge({ name: "a", help: "", registry });
    expect(before).toEqual([]);
  });
});

describe("unregister by name", () => {
  test("removes the collector", async () => {
    new Gauge({ name: "load", help: "", registry }).set(1);
    expect(registry.unregister("load")).toBe(true);
    using families = await registry.gather();
    expect([...families]).toEqual([]);
  });

  test("removes all collectors that share the family", () => {
    for (const x of ["a", "b"]) new Gauge({ name: "load", help: "", constLabels: { x }, registry });
    registry.unregister("load");
    expect(registry.collectors()).toEqual([]);
  });

  test("returns false if there is no such family", () => {
    new Counter({ name: "events_total", help: "", registry });
    expect(registry.unregister("events")).toBe(false);
  });

  test("makes the name available again", () => {
    new Gauge({ name: "load", help: "", registry });
    registry.unregister("load");
    expect(() => new Counter({ name: "load_total", help: "other", registry })).not.toThrow();
  });
});

describe("reset", () => {
  test("removes the series of collectors with labels, and keeps the collectors", () => {
    const events = new Counter({ name: "events_total", help: "", labelNames: ["kind"], registry });
    events.inc({ kind: "a" });
    registry.reset();
    expect([...events.series()]).toEqual([]);
    expect(registry.get("events_total")).toBe(events);
  });

  test("returns collectors without labels to their initial values", () => {
    const events = new Counter({ name: "events_total", help: "", registry });
    const load = new Gauge({ name: "load", help: "", registry });
    const sizes = new Histogram({ name: "sizes", help: "", registry });
    const waits = new Summary({ name: "waits", help: "", registry });
    const breaker = new StateSet({ name: "breaker", help: "", states: ["closed", "open"], registry });
    events.inc();
    load.set(2);
    sizes.observe(3);
    waits.observe(4);
    breaker.set("open");
    registry.reset();
    expect([events.get(), load.get(), sizes.get()?.count, waits.get()?.count, breaker.get()]).toEqual([
      0,
      0,
      0,
      0,
      "closed",
    ]);
  });

  test("removes the facts of an info", () => {
    const build = new Info({ name: "build_info", help: "", registry });
    build.set({ version: "1" });
    registry.reset();
    expect(build.get()).toBeUndefined();
  });

  test("does not call a clear method of a custom collector, which may clear something else", () => {
    let cleared = 0;
    registry.register({ collect: () => [], clear: () => cleared++ } as Collector);
    registry.reset();
    expect(cleared).toBe(0);
  });

  test("makes decorated methods count from 0", () => {
    const calls = counter({ name: "calls_total", help: "" });
    class Service {
      @CountCalls(calls)
      call() {}
    }
    using _ = bind(Service, registry);
    new Service().call();
    registry.reset();
    new Service().call();
    expect(registry.getOrCreate(calls).get()).toBe(1);
  });
});

describe("getOrCreate", () => {
  test("returns the existing state set for a spec of the same states", () => {
    const spec = stateSet({ name: "breaker", help: "", states: ["closed", "open"] });
    const breaker = new StateSet({ name: "breaker", help: "", states: ["closed", "open"], registry });
    expect(registry.getOrCreate(spec)).toBe(breaker);
  });

  test("throws for a state set of other states", () => {
    new StateSet({ name: "breaker", help: "", states: ["closed", "open"], registry });
    const spec = stateSet({ name: "breaker", help: "", states: ["closed", "half-open", "open"] });
    expect(() => registry.getOrCreate(spec)).toThrow(
      'breaker: the name is already registered in this registry with the settings ["closed","open"], not ["closed","half-open","open"]. Use another name, or give both metrics the same definition.',
    );
  });
});
