import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  Histogram,
  type HistogramMetric,
  onError,
  Registry,
  render,
  renderText,
  setClock,
} from "../../../src/index.js";
import { fakeClock } from "../../../src/testing/fake-clock.js";

const told = vi.fn();
beforeEach(() => onError(told.mockReset()));
afterEach(() => onError(undefined));

async function metrics(registry: Registry): Promise<HistogramMetric[]> {
  using families = await registry.gather();
  return [...(families[0]?.metrics ?? [])] as HistogramMetric[];
}

describe("a histogram with native buckets", () => {
  test("has no classic buckets by default", async () => {
    const registry = new Registry();
    new Histogram({ name: "h", help: "", native: true, registry }).observe(1.5);
    const [metric] = await metrics(registry);
    expect(metric?.buckets).toEqual([{ upperBound: Number.POSITIVE_INFINITY, count: 1 }]);
    expect(metric?.native).toMatchObject({
      schema: 3,
      zeroThreshold: 2 ** -128,
      positiveSpans: [{ offset: 5, length: 1 }],
      positiveCounts: [1],
    });
  });

  test("also fills classic buckets if it has some", async () => {
    const registry = new Registry();
    const h = new Histogram({
      name: "h",
      help: "",
      native: { growthFactor: 2 },
      buckets: [1, 2],
      labelNames: ["x"],
      registry,
    });
    h.observe({ x: 1 }, 1.5);
    h.labels({ x: 1 }).observe(-1);
    const [metric] = await metrics(registry);
    expect(metric?.buckets.map(({ count }) => count)).toEqual([1, 2, 2]);
    expect(metric?.native).toMatchObject({ schema: 0, positiveCounts: [1], negativeCounts: [1] });
    expect(h.get({ x: 1 })).toMatchObject({ count: 2, sum: 0.5 });
  });

  test("resets, with a new creation time, if it has too many buckets and is old enough", async () => {
    const clock = { seconds: 1000, now: () => clock.seconds * 1000, monotonic: () => clock.seconds * 1000 };
    using _ = setClock(clock);
    const registry = new Registry();
    const h = new Histogram({
      name: "h",
      help: "",
      native: { maxBuckets: 2, minResetSeconds: 60 },
      buckets: [1],
      registry,
    });
    h.observe(1);
    h.observe(10);
    clock.seconds += 61;
    h.observe(100);
    const [metric] = await metrics(registry);
    expect(metric).toMatchObject({ count: 1, sum: 100, created: 1061 });
    expect(metric?.buckets.map(({ count }) => count)).toEqual([0, 1]);
    expect(metric?.native?.positiveCounts).toEqual([1]);
  });

  test("reports once that text has no native buckets, if it has no classic ones", async () => {
    const registry = new Registry();
    new Histogram({ name: "h", help: "", native: true, registry }).observe(1);
    await render(registry);
    expect(await renderText(registry, { format: "openmetrics-1.0.0" })).toBe(
      '# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n# EOF\n',
    );
    expect(told.mock.calls.map(([, incident]) => incident)).toEqual([
      { source: "h", code: "NARTHEX_NATIVE_BUCKETS_OMITTED" },
    ]);
  });

  test("still resets in a child whose series was removed", () => {
    using clock = fakeClock(1000);
    const native = { maxBuckets: 1, minResetSeconds: 60 };
    const h = new Histogram({ name: "h", help: "", native, labelNames: ["x"], registry: null });
    const child = h.labels({ x: 1 });
    child.observe(1);
    h.remove({ x: 1 });
    clock.advance(60);
    child.observe(100);
    expect(child.get()).toMatchObject({ count: 1, sum: 100 });
  });

  test("counts a value that it refuses in no bucket", async () => {
    const registry = new Registry();
    const h = new Histogram({ name: "h", help: "", native: true, registry });
    expect(() => h.observe("1" as never)).toThrow(TypeError);
    expect((await metrics(registry))[0]).toMatchObject({ count: 0, native: { zeroCount: 0, positiveCounts: [] } });
  });

  test("keeps its buckets when its page of series grows", async () => {
    const registry = new Registry();
    const h = new Histogram({ name: "h", help: "", native: true, labelNames: ["x"], registry });
    for (let i = 0; i < 600; i++) h.observe({ x: i }, i + 1);
    for (const [i, metric] of (await metrics(registry)).entries()) {
      expect(metric).toMatchObject({ count: 1, sum: i + 1, native: { positiveCounts: [1] } });
    }
  });

  test.each([
    [{ growthFactor: 1 }, "h: native.growthFactor must be a finite number above 1, but was 1."],
    [{ schema: 3 }, 'h: unknown option "native.schema"'],
    ["yes", 'h: native must be true, false or an object of options, but was "yes".'],
  ])("refuses the options %j", (native, message) => {
    expect(() => new Histogram({ name: "h", help: "", native: native as never, registry: null })).toThrow(message);
  });
});
