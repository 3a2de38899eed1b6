import { constants } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import type { HistogramMetric } from "../../src/model/families/metric.js";
import { GcDurations, gc } from "../../src/runtime/nodejs/gc.js";

const major = { kind: constants.NODE_PERFORMANCE_GC_MAJOR };
const minor = { kind: constants.NODE_PERFORMANCE_GC_MINOR };

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

describe("garbage collections", () => {
  test("are all counted if one batch has several, in seconds", () => {
    const durations = new GcDurations();
    durations.record([
      { duration: 0.5, detail: minor },
      { duration: 1, detail: minor },
      { duration: 20, detail: major },
      { duration: 6000, detail: major },
    ]);
    const [majors, minors] = durations.metrics();
    expect(majors).toMatchObject({ labels: { kind: "major" }, count: 2, sum: 6.02 });
    expect(majors?.buckets.map(({ upperBound, count }) => [upperBound, count])).toEqual([
      [0.001, 0],
      [0.01, 0],
      [0.1, 1],
      [1, 1],
      [2, 1],
      [5, 1],
      [Number.POSITIVE_INFINITY, 2],
    ]);
    expect(minors).toMatchObject({ labels: { kind: "minor" }, count: 2, sum: 0.0015 });
    expect(minors?.buckets[0]).toEqual({ upperBound: 0.001, count: 2 });
  });

  test("have a histogram of every kind from the start", () => {
    expect(new GcDurations().metrics().map(({ labels, count }) => [labels["kind"], count])).toEqual([
      ["major", 0],
      ["minor", 0],
      ["incremental", 0],
      ["weakcb", 0],
    ]);
  });

  test("by minor mark-sweep are minor, and of an unknown kind are ignored", () => {
    const durations = new GcDurations();
    durations.record([{ duration: 1, detail: { kind: 2 } }, { duration: 1, detail: { kind: 1024 } }, { duration: 1 }]);
    expect(durations.metrics().map(({ count }) => count)).toEqual([0, 1, 0, 0]);
  });

  test("are in a scrape one turn of the event loop later", async () => {
    const reader = gc.open();
    collectGarbage();
    collectGarbage();
    for (let turn = 0; turn < 5; turn++) await setImmediate();
    const { nodejs_gc_duration_seconds: series } = await reader.read();
    reader.close?.();
    const majors = (series as HistogramMetric[]).find(({ labels }) => labels["kind"] === "major");
    expect(majors?.count).toBeGreaterThanOrEqual(2);
  });
});
