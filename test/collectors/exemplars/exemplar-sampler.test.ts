import { describe, expect, test } from "vitest";
import { ExemplarSampler } from "../../../src/collectors/exemplars/exemplar-sampler.js";

/** Takes a sample at each time, and returns the number of updates that the sampler skips after each. */
function skippedAfter(sampler: ExemplarSampler, times: readonly number[]): number[] {
  return times.map((time) => {
    sampler.recordSample(time);
    let skipped = 0;
    while (skipped < 1000 && sampler.shouldSkip()) skipped++;
    return skipped;
  });
}

describe("the sampler of a stream of updates", () => {
  test("skips no update before the first sample, and none of a quiet stream", () => {
    const sampler = new ExemplarSampler();
    expect(sampler.shouldSkip()).toBe(false);
    expect(skippedAfter(sampler, [1000, 1000.5, 1001, 1001.25])).toEqual([0, 0, 0, 0]);
  });

  test("skips about twice as many after each sample of a busy stream, up to 127", () => {
    const times = Array.from({ length: 10 }, (_, i) => 1000 + i / 64);
    expect(skippedAfter(new ExemplarSampler(), times)).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 127, 127]);
  });

  test("skips half as many after each sample of a stream that becomes quiet", () => {
    const sampler = new ExemplarSampler();
    skippedAfter(sampler, [1000, 1000, 1000, 1000, 1000]);
    expect(skippedAfter(sampler, [1001, 1002, 1003, 1004, 1005])).toEqual([7, 3, 1, 0, 0]);
  });

  test("counts a stream as busy when samples follow each other within a tenth of a second", () => {
    expect(skippedAfter(new ExemplarSampler(), [0.5, 0.59])).toEqual([0, 1]);
    expect(skippedAfter(new ExemplarSampler(), [0.5, 0.61])).toEqual([0, 0]);
    expect(skippedAfter(new ExemplarSampler(), [0, 0.1])).toEqual([1, 0]);
  });

  test("counts a stream as quiet when the clock was set back", () => {
    expect(skippedAfter(new ExemplarSampler(), [1000, 999.99, 500])).toEqual([0, 0, 0]);
  });
});
