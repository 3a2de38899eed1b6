import { getHeapStatistics } from "node:v8";
import { beforeEach, describe, expect, test } from "vitest";
import { bind } from "../../src/binding/bind.js";
import { Counter } from "../../src/collectors/counter.js";
import { Gauge } from "../../src/collectors/gauge.js";
import { Histogram } from "../../src/collectors/histogram.js";
import { Summary } from "../../src/collectors/summary.js";
import { CountCalls, counter, histogram, Registry, Timer } from "../../src/index.js";
import { collectGarbage } from "./collected-heap.js";

const CALLS = 20_000;
const BATCHES = 60;
/** The limit for no allocation. A number on the heap or the smallest object takes more bytes. */
const NOTHING = 1;

/**
 * Returns the bytes that one call allocates after optimization: the least growth of the heap in many batches. Batches with
 * a garbage collection are ignored.
 */
function allocatedBy(call: (i: number) => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let batch = 0; batch < BATCHES && least > 0; batch++) {
    if (batch % 10 === 0) collectGarbage();
    const before = getHeapStatistics().used_heap_size;
    for (let i = 0; i < CALLS; i++) call(i);
    const grown = (getHeapStatistics().used_heap_size - before) / CALLS;
    if (grown >= 0) least = Math.min(least, grown);
  }
  return least;
}

const labels = { method: "GET", route: "/orders" };
const base = { help: "Guarded.", registry: null };
const labelled = { ...base, labelNames: ["method", "route"] as const };

test("the measurement detects allocations", () => {
  const kept = [{}];
  expect(allocatedBy((i) => (kept[0] = { i }))).toBeGreaterThan(8);
});

describe("a child", () => {
  test("counts without allocation", () => {
    const child = new Counter({ name: "bound_total", ...labelled }).labels(labels);
    expect(allocatedBy(() => child.inc())).toBeLessThan(NOTHING);
    expect(allocatedBy(() => child.inc(0.5))).toBeLessThan(NOTHING);
  });

  test("is set without allocation", () => {
    const child = new Gauge({ name: "bound", ...labelled }).labels(labels);
    expect(allocatedBy((i) => child.set(i))).toBeLessThan(NOTHING);
  });

  test("observes in classic buckets without allocation", () => {
    const child = new Histogram({ name: "bound_seconds", ...labelled }).labels(labels);
    expect(allocatedBy((i) => child.observe(i % 100))).toBeLessThan(NOTHING);
  });

  test("observes in a summary without allocation", () => {
    const child = new Summary({ name: "bound_seconds", ...labelled }).labels(labels);
    expect(allocatedBy((i) => child.observe(i % 100))).toBeLessThan(NOTHING);
  });
});

describe("an update with labels", () => {
  test("allocates nothing except the caller's object", () => {
    const requests = new Counter({ name: "requests_total", ...labelled });
    expect(allocatedBy(() => requests.inc(labels))).toBeLessThan(NOTHING);
    const temperature = new Gauge({ name: "temperature", ...labelled });
    expect(allocatedBy((i) => temperature.set(labels, i))).toBeLessThan(NOTHING);
    const seconds = new Histogram({ name: "seconds", ...labelled });
    expect(allocatedBy((i) => seconds.observe(labels, i % 100))).toBeLessThan(NOTHING);
  });

  test("allocates at most a small object if the labels are in another order", () => {
    const requests = new Counter({ name: "requests_total", ...labelled });
    const turned = { route: "/orders", method: "GET" };
    expect(allocatedBy(() => requests.inc(turned))).toBeLessThan(64);
  });
});

describe("a decorated method", () => {
  class Service {
    @Timer(histogram({ name: "timed_seconds", help: "Guarded." }))
    timed(i: number): number {
      return i + 1;
    }

    @CountCalls(counter({ name: "counted_total", help: "Guarded." }))
    counted(i: number): number {
      return i + 1;
    }
  }
  let service: Service;

  beforeEach(() => {
    service = new Service();
    bind(Service, new Registry());
  });

  test("is timed with no more allocation than two readings of the clock", () => {
    let sum = 0;
    const floor = allocatedBy(() => {
      const start = performance.now();
      sum += performance.now() - start;
    });
    // A reading that is passed on becomes a number on the heap.
    expect(allocatedBy((i) => service.timed(i))).toBeLessThanOrEqual(Math.max(floor, 32) + NOTHING);
    expect(sum).toBeGreaterThanOrEqual(0);
  });

  test("is counted without allocation", () => {
    expect(allocatedBy((i) => service.counted(i))).toBeLessThan(NOTHING);
  });
});
