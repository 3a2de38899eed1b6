import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { systemClock } from "../../src/globals/clock.js";
import { type Collector, Counter, type Gatherer, Gauge, type MetricFamily, Registry, stream } from "../../src/index.js";
import { SelfMetrics } from "../../src/service/self-metrics.js";
import { turnsUntil } from "../event-loop-turns.js";

const FAMILIES = 1_000;

/** Names that are registered in another order than their sort order. */
const names = Array.from({ length: FAMILIES }, (_, i) => `family_${(i * 7919) % FAMILIES}_total`);

function family(name: string, series = 1): MetricFamily {
  const metrics = Array.from({ length: series }, (_, i) => ({ labels: { i: `${i}` }, value: i }));
  return { name, help: "", type: "counter", metrics };
}

function filled(options: ConstructorParameters<typeof Registry>[0], ...collectors: Collector[]): Registry {
  const registry = new Registry(options);
  for (const collector of collectors) registry.register(collector);
  return registry;
}

const registries: Readonly<Record<string, () => Registry>> = {
  "live counters": () => filled({}, ...names.map((name) => new Counter({ name, help: "", registry: null }))),
  "live counters under a prefix": () =>
    filled({ prefix: "app_" }, ...names.map((name) => new Counter({ name, help: "", registry: null }))),
  "counters with a collect function": () =>
    filled({}, ...names.map((name) => new Counter({ name, help: "", registry: null, collect: () => 1 }))),
  "counters with an async collect function": () =>
    filled({}, ...names.map((name) => new Counter({ name, help: "", registry: null, collect: async () => 1 }))),
  "a custom collector of many families": () => filled({}, { collect: () => names.map((name) => family(name)) }),
  "a family of many series": () => filled({}, { collect: () => [family("family_total", FAMILIES * 16)] }),
};

/** The number of steps after which a slice ends. */
const STEPS_A_SLICE = 4;
beforeEach(() => {
  let now = 0;
  vi.spyOn(systemClock, "monotonic").mockImplementation(() => {
    now += 0.5 / STEPS_A_SLICE;
    return now;
  });
});
afterEach(() => void vi.restoreAllMocks());

describe("a gather", () => {
  test.each(Object.entries(registries))("yields to the event loop after each slice, with %s", async (_, make) => {
    expect(await turnsUntil(make().gather())).toBeGreaterThanOrEqual(FAMILIES / 16 / (STEPS_A_SLICE + 1));
  });

  test("of few families does not yield to the event loop", async () => {
    const registry = new Registry();
    for (const name of names.slice(0, 15)) new Counter({ name, help: "", registry });
    expect(await turnsUntil(registry.gather())).toBe(0);
  });

  test.each(Object.entries(registries))("returns all families sorted by name, with %s", async (_, make) => {
    const gathered = await make().gather();
    const given = gathered.map(({ name }) => name);
    expect(given).toEqual([...given].sort());
    expect(given).toHaveLength(_ === "a family of many series" ? 1 : FAMILIES);
  });

  test("that is synchronous returns the same families", () => {
    const registry = registries["live counters"]?.() ?? new Registry();
    expect(registry.gatherNow().map(({ name }) => name)).toEqual([...names].sort());
  });

  test("calls no collector that was unregistered during a pause", async () => {
    const registry = new Registry();
    for (const name of names.slice(0, 100)) new Gauge({ name: `${name}_age`, help: "", registry, collect: () => 1 });
    const collect = vi.fn(() => [family("late_total")]);
    const late = registry.register({ collect });
    const gathering = registry.gather();
    registry.unregister(late);
    expect(await gathering).toHaveLength(100);
    expect(collect).not.toHaveBeenCalled();
  });

  test("sorts the service's own families among the others", async () => {
    const registry = filled(
      {},
      ...["a_total", "z_total"].map((name) => new Counter({ name, help: "", registry: null })),
    );
    const gathered = await new SelfMetrics().addTo(registry).gather();
    expect(gathered.map(({ name }) => name)).toEqual([
      "a_total",
      "narthex_scrape_errors_total",
      "narthex_scrapes_total",
      "narthex_service_closed_connections_total",
      "narthex_service_refused_requests_total",
      "z_total",
    ]);
  });
});

test("a stream of many families yields to the event loop before it has written all of them", async () => {
  const registry = registries["live counters"]?.() ?? new Registry();
  const read = vi.fn((name: string) => name);
  const gatherer: Gatherer = {
    gather: async () => {
      const gathered = await registry.gather();
      for (const one of gathered) {
        const { name } = one;
        Object.defineProperty(one, "name", { get: () => read(name) });
      }
      return gathered;
    },
  };
  const chunks = (await stream(gatherer))[Symbol.asyncIterator]();
  expect(read).not.toHaveBeenCalled();
  const rest = chunks.next();
  await new Promise((resolve) => setImmediate(resolve));
  expect(new Set(read.mock.calls.flat()).size).toBeLessThan(FAMILIES);
  await rest;
});

test("a custom collector whose families clash with each other is omitted with all of them", async () => {
  const gauge: MetricFamily = { name: "a", help: "", type: "gauge", metrics: [{ labels: {}, value: 1 }] };
  const registry = filled({}, { collect: () => [family("b_total"), family("a_total"), gauge] });
  const failures: string[] = [];
  const gathered = await registry.gather({ onFailure: (_, error) => void failures.push(error.message) });
  expect(gathered).toHaveLength(0);
  expect(failures).toEqual([
    "a: the family conflicts with a_total, because both write samples named a. Rename one of them.",
  ]);
});

test("a custom collector may return one family in two parts", async () => {
  const part = (queue: string) =>
    ({ ...family("a_total"), metrics: [{ labels: { queue }, value: 1 }] }) as MetricFamily;
  const gathered = await filled({}, { collect: () => [part("x"), part("y")] }).gather();
  expect(gathered.map(({ metrics }) => [...metrics].length)).toEqual([2]);
});
