import { afterEach, beforeEach, expect, test } from "vitest";
import { onError } from "../../../src/index.js";
import type { MetricFamily } from "../../../src/model/families/metric-family.js";
import { bystander, judgedInThreeFormats, registryWithBystander } from "./three-formats.js";

type Built = Omit<MetricFamily, "help" | "metrics"> & { readonly metrics: readonly object[] };

const one = { labels: {}, value: 1 };

function histogram(count: number, labels: object = {}): object {
  return { labels, count, sum: 1, buckets: [{ upperBound: Infinity, count }] };
}

function summary(quantiles: readonly number[], labels: object = {}, count = 1): object {
  return { labels, count, sum: 1, quantiles: quantiles.map((quantile, value) => ({ quantile, value })) };
}

function exemplar(labels: object, value: number): object {
  return { ...one, exemplar: { labels, value, timestamp: 1.5 } };
}

/** Families that custom collectors may build by mistake. None of them may make a whole scrape unreadable. */
const borderline: Readonly<Record<string, readonly Built[]>> = {
  "A unit that is not the suffix": [{ name: "size", type: "gauge", unit: "bytes", metrics: [one] }],
  "A unit of an info": [{ name: "v_info", type: "info", unit: "v", metrics: [{ labels: {}, info: { a: "b" } }] }],
  "A label name that is not a legacy one": [
    { name: "a", type: "gauge", metrics: [{ labels: { "0-x": "y" }, value: 1 }] },
  ],
  "Label names that are one when they are escaped": [
    { name: "a", type: "gauge", metrics: [{ labels: { "b.c": "1", b_c: "2" }, value: 1 }] },
  ],
  "A family name that is not a legacy one": [{ name: "my size", type: "gauge", metrics: [one] }],
  "A total that is not a number": [{ name: "a_total", type: "counter", metrics: [{ labels: {}, value: Number.NaN }] }],
  "A time that is not a number": [{ name: "a", type: "gauge", metrics: [{ ...one, timestamp: Number.NaN }] }],
  "An endless time": [{ name: "a", type: "gauge", metrics: [{ ...one, timestamp: Infinity }] }],
  "Half an observation in a histogram": [{ name: "h", type: "histogram", metrics: [histogram(0.5)] }],
  "Fewer than no observations in a histogram": [{ name: "h", type: "histogram", metrics: [histogram(-1)] }],
  "Half an observation in a summary": [{ name: "s", type: "summary", metrics: [summary([], {}, 0.5)] }],
  "Fewer than no observations in a summary": [{ name: "s", type: "summary", metrics: [summary([], {}, -1)] }],
  "A quantile of 2": [{ name: "s", type: "summary", metrics: [summary([2])] }],
  "A quantile that is not a number": [{ name: "s", type: "summary", metrics: [summary([Number.NaN])] }],
  "The same quantile twice": [{ name: "s", type: "summary", metrics: [summary([0.5, 0.5])] }],
  "Quantiles out of order": [{ name: "s", type: "summary", metrics: [summary([0.9, 0.5])] }],
  "A histogram's own le": [{ name: "h", type: "histogram", metrics: [histogram(1, { le: "1" })] }],
  "A summary's own quantile": [{ name: "s", type: "summary", metrics: [summary([0.5], { quantile: "1" })] }],
  "A state set with a label of its own name": [
    { name: "s", type: "stateset", metrics: [{ labels: { s: "x" }, states: { on: true } }] },
  ],
  "A state set with a colon in its name": [
    { name: "a:s", type: "stateset", metrics: [{ labels: {}, states: { on: true } }] },
  ],
  "A state set without states": [{ name: "s", type: "stateset", metrics: [{ labels: {}, states: {} }] }],
  "An info with a fact that is a label": [
    { name: "v_info", type: "info", metrics: [{ labels: { a: "b" }, info: { a: "c" } }] },
  ],
  "An exemplar of 129 characters": [
    { name: "a_total", type: "counter", metrics: [exemplar({ t: "x".repeat(128) }, 1)] },
  ],
  "An exemplar that readers stumble over": [
    { name: "a_total", type: "counter", metrics: [exemplar({ t: '"}\n\\\ud800' }, Number.NaN)] },
  ],
  "An exemplar with a label name that is not a legacy one": [
    { name: "a_total", type: "counter", metrics: [exemplar({ "0-t": "x" }, 1)] },
  ],
  "The same series twice": [{ name: "a", type: "gauge", metrics: [one, { labels: { b: "" }, value: 2 }] }],
  "The same family twice": [
    { name: "a", type: "gauge", metrics: [one] },
    { name: "a", type: "gauge", metrics: [one] },
  ],
  "The same family with another type": [
    { name: "a", type: "gauge", metrics: [one] },
    { name: "a", type: "unknown", metrics: [{ labels: { b: "c" }, value: 1 }] },
  ],
  "A gauge that is a histogram's sample": [
    { name: "h", type: "histogram", metrics: [histogram(1)] },
    { name: "h_count", type: "gauge", metrics: [one] },
  ],
  "A gauge that is a counter's family": [
    { name: "a_total", type: "counter", metrics: [one] },
    { name: "a", type: "gauge", metrics: [one] },
  ],
  "A family without series": [{ name: "a", type: "gauge", metrics: [] }],
};

beforeEach(() => {
  onError(() => {});
});

afterEach(() => {
  onError(undefined);
});

test.each(Object.entries(borderline))(
  "%s is omitted, or written so that every reader accepts it",
  async (_, families) => {
    const registry = registryWithBystander();
    registry.register({
      collect: () => families.map((family) => ({ ...family, help: "Borderline." })) as MetricFamily[],
    });
    // The counters of what was left out differ from one scrape to the next.
    const names = [bystander.name, ...families.map(({ name }) => name)];
    expect(await judgedInThreeFormats(registry, names)).toContainEqual(bystander);
  },
);
