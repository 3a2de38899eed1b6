import { describe, expect, test } from "vitest";
import { Counter, counter, Gauge, Histogram, type MetricFamily, Registry } from "../../src/index.js";

const bare = { name: "events", help: "Number of events.", totalSuffix: false } as const;

function familyOf(collector: Counter): MetricFamily | undefined {
  return (collector.collect() as readonly MetricFamily[])[0];
}

describe("a counter with totalSuffix: false", () => {
  test("keeps its name", () => {
    const events = new Counter({ ...bare, registry: null });
    expect([events.name, familyOf(events)?.name, events.describe()[0]?.name]).toEqual(["events", "events", "events"]);
  });

  test.each([
    [{ name: "events_total" }, "events_total"],
    [{ namespace: "app", subsystem: "timer" }, "app_timer_events"],
    [{ name: "sent_bytes", unit: "bytes" }, "sent_bytes"],
    [{ name: "sent_bytes_total", unit: "bytes" }, "sent_bytes_total"],
    [{ name: "events_count" }, "events_count"],
    [{ name: "events.total", nameValidation: "utf8" }, "events.total"],
  ] as const)("and %o is named %s", (options, name) => {
    expect(new Counter({ ...bare, ...options, registry: null }).name).toBe(name);
  });

  test("must have a name that ends in its unit", () => {
    expect(() => new Counter({ ...bare, unit: "bytes", registry: null })).toThrow(
      'events: unit must be the last part of the name, before any _total (…_bytes), but was "bytes".',
    );
  });

  test.each(["events_bucket", "events_created"])("must not be named %s", (name) => {
    expect(() => new Counter({ ...bare, name, registry: null })).toThrow(`${name}: name must not end in _`);
  });

  test("may have a function that returns its values", async () => {
    const registry = new Registry();
    new Counter({ ...bare, collect: () => 33, registry });
    using families = await registry.gather();
    expect(families).toEqual([
      { name: "events", help: bare.help, type: "counter", metrics: [{ labels: {}, value: 33 }] },
    ]);
  });
});

test.each([undefined, true])("a counter with totalSuffix: %s gets _total", (totalSuffix) => {
  expect(new Counter({ ...bare, totalSuffix, registry: null }).name).toBe("events_total");
});

test("totalSuffix must be a boolean", () => {
  expect(() => counter({ ...bare, totalSuffix: "" as never })).toThrow(
    'events: totalSuffix must be true or false, but was "".',
  );
});

test("only counters have the option totalSuffix", () => {
  expect(() => new Gauge({ ...bare, registry: null } as never)).toThrow('events: unknown option "totalSuffix"');
});

describe("a registry", () => {
  test("returns the collector of a spec with totalSuffix: false", () => {
    const registry = new Registry();
    const events = registry.getOrCreate(counter(bare));
    expect(events.name).toBe("events");
    expect(registry.getOrCreate(counter(bare))).toBe(events);
    expect(new Counter({ ...bare, reuse: true, registry })).toBe(events);
  });

  test("takes two counters of one name for the same, whichever option gave it", () => {
    const registry = new Registry();
    const events = new Counter({ ...bare, totalSuffix: true, registry });
    expect(registry.getOrCreate(counter({ ...bare, name: "events_total" }))).toBe(events);
  });

  test("holds counters that differ only in the values of their constant labels", async () => {
    const registry = new Registry();
    for (const host of ["alpha", "beta"]) new Counter({ ...bare, constLabels: { host }, registry });
    using families = await registry.gather();
    expect(families.map(({ name, metrics }) => [name, [...metrics].map(({ labels }) => labels)])).toEqual([
      ["events", [{ host: "alpha" }, { host: "beta" }]],
    ]);
  });

  test("rejects a counter with the same name and _total, which OpenMetrics shows under one family name", () => {
    const registry = new Registry();
    new Counter({ ...bare, registry });
    expect(() => new Counter({ ...bare, totalSuffix: true, registry })).toThrow(
      "events_total: the counter conflicts with the counter events, because both write samples named events.",
    );
  });

  test("rejects a histogram that writes a sample of the same name", () => {
    const registry = new Registry();
    new Counter({ ...bare, name: "events_count", registry });
    expect(() => new Histogram({ name: "events", help: "", registry })).toThrow(
      "events: the histogram conflicts with the counter events_count, because both write samples named events_count.",
    );
  });

  test("accepts a gauge that has the name of a _created sample, which the counter does not write", () => {
    const registry = new Registry();
    new Counter({ ...bare, registry });
    registry.register({
      collect: () => [],
      describe: () => [{ name: "events_created", type: "gauge", help: "" }],
    });
  });
});
