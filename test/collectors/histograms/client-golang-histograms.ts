import type { NativeOptions } from "../../../src/model/specs.js";

const atDefault = 2.938735877055719e-39;

/**
 * The cases of TestNativeHistogram in prometheus/histogram_test.go of client_golang: one observation a minute, and no
 * limits unless given. `spans` and `deltas` are those of the positive buckets; negated observations have the same
 * negative buckets.
 */
export const examples: {
  name: string;
  observations: number[];
  options: NativeOptions;
  schema: number;
  zero: [threshold: number, count: number];
  spans: [offset: number, length: number][];
  deltas: number[];
  createdMinutes?: number;
}[] = [
  {
    name: "factor 1.1 results in schema 3",
    observations: [0, 1, 2, 3],
    options: { growthFactor: 1.1 },
    schema: 3,
    zero: [atDefault, 1],
    spans: [
      [0, 1],
      [7, 1],
      [4, 1],
    ],
    deltas: [1, 0, 0],
  },
  {
    name: "factor 1.2 results in schema 2",
    observations: [0, 1, 1.2, 1.4, 1.8, 2],
    options: { growthFactor: 1.2 },
    schema: 2,
    zero: [atDefault, 1],
    spans: [[0, 5]],
    deltas: [1, -1, 2, -2, 2],
  },
  {
    name: "factor 4 results in schema -1",
    observations: [0.5, 1, 1.5, 2, 3, 3.5, 5, 6, 7, 33.33],
    options: { growthFactor: 4 },
    schema: -1,
    zero: [atDefault, 0],
    spans: [[0, 4]],
    deltas: [2, 2, -1, -2],
  },
  {
    name: "factor 17 results in schema -2",
    observations: [0.5, 1, 1.5, 2, 3, 3.5, 5, 6, 7, 33.33],
    options: { growthFactor: 17 },
    schema: -2,
    zero: [atDefault, 0],
    spans: [[0, 3]],
    deltas: [2, 5, -6],
  },
  {
    name: "wide zero bucket",
    observations: [0, 1, 1.2, 1.4, 1.8, 2],
    options: { growthFactor: 1.2, zeroThreshold: 1.4 },
    schema: 2,
    zero: [1.4, 4],
    spans: [[4, 1]],
    deltas: [2],
  },
  {
    name: "NaN observation",
    observations: [0, 1, 1.2, 1.4, 1.8, 2, Number.NaN],
    options: { growthFactor: 1.2 },
    schema: 2,
    zero: [atDefault, 1],
    spans: [[0, 5]],
    deltas: [1, -1, 2, -2, 2],
  },
  {
    name: "Inf observation",
    observations: [0, 1, 1.2, 1.4, 1.8, 2, Number.POSITIVE_INFINITY],
    options: { growthFactor: 1.2 },
    schema: 2,
    zero: [atDefault, 1],
    spans: [
      [0, 5],
      [4092, 1],
    ],
    deltas: [1, -1, 2, -2, 2, -1],
  },
  {
    name: "limited buckets but nothing triggered",
    observations: [0, 1, 1.2, 1.4, 1.8, 2],
    options: { growthFactor: 1.2, maxBuckets: 4 },
    schema: 2,
    zero: [atDefault, 1],
    spans: [[0, 5]],
    deltas: [1, -1, 2, -2, 2],
  },
  {
    name: "buckets limited by halving resolution",
    observations: [0, 1, 1.1, 1.2, 1.4, 1.8, 2, 3],
    options: { growthFactor: 1.2, maxBuckets: 4 },
    schema: 1,
    zero: [atDefault, 1],
    spans: [[0, 5]],
    deltas: [1, 2, -1, -2, 1],
  },
  {
    name: "buckets limited by widening the zero bucket",
    observations: [0, 1, 1.1, 1.2, 1.4, 1.8, 2, 3],
    options: { growthFactor: 1.2, maxBuckets: 4, maxZeroThreshold: 1.2 },
    schema: 2,
    zero: [1, 2],
    spans: [[1, 7]],
    deltas: [1, 1, -2, 2, -2, 0, 1],
  },
  {
    name: "buckets limited by widening the zero bucket twice",
    observations: [0, 1, 1.1, 1.2, 1.4, 1.8, 2, 3, 4],
    options: { growthFactor: 1.2, maxBuckets: 4, maxZeroThreshold: 1.2 },
    schema: 2,
    zero: [1.189207115002721, 3],
    spans: [[2, 7]],
    deltas: [2, -2, 2, -2, 0, 1, 0],
  },
  {
    name: "buckets limited by reset",
    observations: [0, 1, 1.1, 1.2, 1.4, 1.8, 2, 3, 4],
    options: { growthFactor: 1.2, maxBuckets: 4, maxZeroThreshold: 1.2, minResetSeconds: 300 },
    schema: 2,
    zero: [atDefault, 0],
    spans: [[7, 2]],
    deltas: [1, 0],
    createdMinutes: 8,
  },
  {
    name: "buckets limited by halving resolution, then reset",
    observations: [0, 1, 1.1, 1.2, 1.4, 1.8, 2, 5, 5.1, 3, 4],
    options: { growthFactor: 1.2, maxBuckets: 4, minResetSeconds: 540 },
    schema: 2,
    zero: [atDefault, 0],
    spans: [[7, 4]],
    deltas: [1, 0, -1, 1],
    createdMinutes: 9,
  },
  {
    name: "buckets limited by widening the zero bucket, then reset",
    observations: [0, 1, 1.1, 1.2, 1.4, 1.8, 2, 5, 5.1, 3, 4],
    options: { growthFactor: 1.2, maxBuckets: 4, maxZeroThreshold: 1.2, minResetSeconds: 540 },
    schema: 2,
    zero: [atDefault, 0],
    spans: [[7, 4]],
    deltas: [1, 0, -1, 1],
    createdMinutes: 9,
  },
];
