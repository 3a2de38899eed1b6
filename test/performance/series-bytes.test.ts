import { describe, expect, test } from "vitest";
import { Counter, type ExpositionFormatName, Histogram, Registry, render } from "../../src/index.js";
import { collectedBytes } from "./collected-heap.js";

const SERIES = 20_000;
const accepts: Partial<Record<ExpositionFormatName, string>> = {
  "text-0.0.4": "text/plain",
  protobuf: "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
};

const labelsOf = (i: number) => ({
  method: i % 2 === 0 ? "GET" : "PUT",
  route: `/api/v1/resource/${i}`,
  status: "200",
});

const make = {
  counter: (registry: Registry) => {
    const requests = new Counter({
      name: "requests_total",
      help: "Weighed.",
      labelNames: ["method", "route", "status"],
      maxSeries: Number.POSITIVE_INFINITY,
      registry,
    });
    return (i: number) => requests.inc(labelsOf(i));
  },
  histogram: (registry: Registry) => {
    const seconds = new Histogram({
      name: "seconds",
      help: "Weighed.",
      labelNames: ["method", "route", "status"],
      maxSeries: Number.POSITIVE_INFINITY,
      registry,
    });
    return (i: number) => seconds.observe(labelsOf(i), i % 10);
  },
};

/** Returns the bytes of heap and buffers per series, including label strings and cached bytes of scrapes. */
async function weigh(kind: keyof typeof make, formats: readonly (keyof typeof accepts)[]): Promise<number> {
  const build = async (count: number): Promise<Registry> => {
    const registry = new Registry();
    const update = make[kind](registry);
    for (let i = 0; i < count; i++) update(i);
    for (const format of formats) await render(registry, { accept: accepts[format] });
    return registry;
  };
  await build(1000);
  const before = await collectedBytes();
  const registry = await build(SERIES);
  const bytes = ((await collectedBytes()) - before) / SERIES;
  expect((await registry.gather()).length).toBe(1);
  return bytes;
}

// The limits are about a quarter above the measured values.
describe("a series takes few bytes:", () => {
  test.each([
    ["counter", [], 170],
    ["counter", ["text-0.0.4"], 245],
    ["counter", ["text-0.0.4", "protobuf"], 370],
    ["histogram", [], 290],
    ["histogram", ["text-0.0.4"], 360],
    ["histogram", ["text-0.0.4", "protobuf"], 450],
  ] as const)("a %s, with the formats %j cached, less than %i", async (kind, formats, bound) => {
    expect(await weigh(kind, formats)).toBeLessThan(bound);
  });
});

describe("a collector of one series takes few bytes:", () => {
  test.each([
    ["counter", Counter, 2_000],
    ["histogram", Histogram, 2_300],
  ] as const)("a %s less than a limit", async (name, Collector, bound) => {
    const register = (count: number): Registry => {
      const registry = new Registry();
      for (let i = 0; i < count; i++) new Collector({ name: `${name}_${i}`, help: "Weighed.", registry });
      return registry;
    };
    register(100);
    const before = await collectedBytes();
    const registry = register(2_000);
    const bytes = ((await collectedBytes()) - before) / 2_000;
    expect(registry.collectors()).toHaveLength(2_000);
    expect(bytes).toBeLessThan(bound);
  });
});

test("a label value that is a substring of a large string does not retain the string", async () => {
  const counter = new Counter({ name: "cut_total", help: "Weighed.", labelNames: ["path"], registry: null });
  const before = await collectedBytes();
  for (let i = 0; i < 100; i++) {
    const request = Buffer.alloc(100_000, `GET /api/v1/resource/${i} HTTP/1.1\r\n`).toString("latin1");
    counter.inc({ path: request.slice(4, 24) });
  }
  expect((await collectedBytes()) - before).toBeLessThan(1_000_000);
  expect(counter.get({ path: "/api/v1/resource/7 H" })).toBe(1);
});
