import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { activeExemplarSource } from "../../../src/globals/exemplar-source.js";
import { Histogram, type HistogramMetric } from "../../../src/index.js";
import { fakeClock } from "../../../src/testing/fake-clock.js";

let calls: number;
beforeEach(() => {
  calls = 0;
  activeExemplarSource.current = { minRetentionSeconds: 7, labels: () => ({ trace_id: `${++calls}` }) };
  onTestFinished(() => {
    activeExemplarSource.current = undefined;
  });
});

/** Returns the values of the exemplars of a native histogram. */
async function nativeExemplars(histogram: Histogram): Promise<number[]> {
  const [family] = await histogram.collect();
  const [metric] = [...(family?.metrics ?? [])] as HistogramMetric[];
  return (metric?.native?.exemplars ?? []).map(({ value }) => value);
}

describe("a native histogram", () => {
  test("adds a sampled exemplar only to its classic bucket if the octave has a recent one", async () => {
    using _ = fakeClock();
    const h = new Histogram({ name: "h", help: "", native: true, buckets: [1.25], registry: null });
    h.observe(1.125);
    for (let i = 0; i < 4; i++) h.observe(1.5);
    expect(h.get()?.buckets.map(({ exemplar }) => exemplar?.value)).toEqual([1.125, 1.5]);
    expect(await nativeExemplars(h)).toEqual([1.125]);
  });

  test("adds a manual exemplar even if the octave has a recent one", async () => {
    using _ = fakeClock();
    const h = new Histogram({ name: "h", help: "", native: true, buckets: [1.25], registry: null });
    h.observe(1.125);
    h.observe(1.5, { exemplar: { trace_id: "by hand" } });
    expect(await nativeExemplars(h)).toEqual([1.125, 1.5]);
  });

  test("does not call the source while the bucket and the octave of a value have a recent exemplar", () => {
    using clock = fakeClock();
    const h = new Histogram({ name: "h", help: "", native: true, registry: null });
    h.observe(1);
    clock.advance(1);
    h.observe(1.5);
    expect(calls).toBe(1);
    h.observe(2);
    expect(calls).toBe(2);
  });
});
