import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Counter, onError, Registry, renderText } from "../../../src/index.js";

const told = vi.fn();
beforeEach(() => onError(told.mockReset()));
afterEach(() => onError(undefined));

const limited = (registry: Registry | null = null) =>
  new Counter({ name: "hits_total", help: "Hits.", labelNames: ["path"], maxSeries: 3, registry });

describe("a collector with a limit of series", () => {
  test("records updates of further series in one overflow series", () => {
    const hits = limited();
    for (let i = 0; i < 10; i++) hits.inc({ path: i }, 2);
    expect(hits.get({ path: 2 })).toBe(2);
    expect(hits.get({ path: 3 })).toBeUndefined();
    expect(hits.get({ path: "__overflow__" })).toBe(14);
  });

  test("still updates existing series", () => {
    const hits = limited();
    for (let i = 0; i < 10; i++) hits.inc({ path: i });
    hits.inc({ path: 1 });
    expect(hits.get({ path: 1 })).toBe(2);
  });

  test("accepts a new series after one is removed", () => {
    const hits = limited();
    for (let i = 0; i < 10; i++) hits.inc({ path: i });
    hits.remove({ path: 0 });
    hits.inc({ path: 9 });
    expect(hits.get({ path: 9 })).toBe(1);
  });

  test("reports the first overflow, and counts every overflow in its registry", async () => {
    const registry = new Registry();
    const hits = limited(registry);
    for (let i = 0; i < 10; i++) hits.inc({ path: i });
    expect(told.mock.calls.map(([error, incident]) => [error.message, incident])).toEqual([
      [
        "maxSeries (3) is reached, so further series are counted together.",
        { source: "hits_total", code: "NARTHEX_TOO_MANY_SERIES" },
      ],
    ]);
    expect(await renderText(registry)).toContain('narthex_series_overflow_total{metric="hits_total"} 7\n');
  });

  test("exposes no counter of overflows before the first one", async () => {
    const registry = new Registry();
    limited(registry).inc({ path: 1 });
    expect((await registry.gather()).map(({ name }) => name)).toEqual(["hits_total"]);
  });

  test("allows 10,000 series by default", () => {
    const hits = new Counter({ name: "hits_total", help: "", labelNames: ["path"], registry: null });
    for (let i = 0; i <= 10_000; i++) hits.inc({ path: i });
    expect(hits.get({ path: 9999 })).toBe(1);
    expect(hits.get({ path: 10_000 })).toBeUndefined();
    expect(hits.get({ path: "__overflow__" })).toBe(1);
  });

  test("allows any number of series with Infinity", () => {
    const hits = new Counter({
      name: "hits_total",
      help: "",
      labelNames: ["path"],
      registry: null,
      maxSeries: Number.POSITIVE_INFINITY,
    });
    for (let i = 0; i < 20_000; i++) hits.inc({ path: i });
    expect(hits.get({ path: 19_999 })).toBe(1);
  });
});
