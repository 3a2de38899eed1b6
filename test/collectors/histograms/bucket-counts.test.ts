import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BucketCounts } from "../../../src/collectors/histograms/bucket-counts.js";

/** The counts by index, as the spans state them. Buckets that only fill a gap are left out. */
function counted(counts: BucketCounts): Map<number, number> {
  const { spans, counts: list } = counts.spans();
  let next = 0;
  let index = 0;
  const found = spans.flatMap(({ offset, length }) => {
    index += offset;
    return Array.from({ length }, () => [index++, list[next++] as number] as const);
  });
  expect(next).toBe(list.length);
  return new Map(found.filter(([, count]) => count !== 0));
}

const sorted = (model: ReadonlyMap<number, number>) => new Map([...model].sort(([a], [b]) => a - b));

const anyIndex = fc.oneof(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -300_000, max: 300_000 }));
const anyCounts = fc.array(fc.record({ index: anyIndex, count: fc.integer({ min: 1, max: 5 }) }), {
  maxLength: 80,
  size: "max",
});

describe("the counts of native buckets", () => {
  test("agree with a plain map", () => {
    fc.assert(
      fc.property(anyCounts, (additions) => {
        const counts = new BucketCounts();
        const model = new Map<number, number>();
        const wasEmpty = additions.map(({ index, count }) => {
          const isNew = !model.has(index);
          model.set(index, (model.get(index) ?? 0) + count);
          return counts.add(index, count) === isNew;
        });
        expect(wasEmpty).not.toContain(false);
        expect(counts.size).toBe(model.size);
        expect([...counts.indexes()]).toEqual([...sorted(model).keys()]);
        expect(counted(counts)).toEqual(sorted(model));
      }),
      { numRuns: 100 },
    );
  });

  test("agree with a plain map when buckets are merged and removed", () => {
    fc.assert(
      fc.property(anyCounts, fc.integer({ min: 2, max: 50 }), (additions, divisor) => {
        const counts = new BucketCounts();
        const model = new Map<number, number>();
        let removed = 0;
        const newIndexOf = (index: number) => (index % 3 === 0 ? undefined : Math.floor(index / divisor));
        for (const { index, count } of additions) {
          counts.add(index, count);
          const moved = newIndexOf(index);
          if (moved === undefined) removed += count;
          else model.set(moved, (model.get(moved) ?? 0) + count);
        }
        expect(counts.remap(newIndexOf)).toBe(removed);
        expect(counts.size).toBe(model.size);
        expect(counted(counts)).toEqual(sorted(model));
        expect(counts.add(7, 1)).toBe(!model.has(7));
      }),
      { numRuns: 100 },
    );
  });

  test("of no bucket have no spans", () => {
    const counts = new BucketCounts();
    expect([counts.size, [...counts.indexes()], counts.spans(), counts.remap((index) => index)]).toEqual([
      0,
      [],
      { spans: [], counts: [] },
      0,
    ]);
  });

  test("begin another span after a gap of three buckets, and fill a gap of two with zeros", () => {
    const counts = new BucketCounts();
    for (const index of [-1, 2, 6]) counts.add(index, 4);
    expect(counts.spans()).toEqual({
      spans: [
        { offset: -1, length: 4 },
        { offset: 3, length: 1 },
      ],
      counts: [4, 0, 0, 4, 4],
    });
  });
});
