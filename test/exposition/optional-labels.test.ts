import { describe, expect, test } from "vitest";
import { contentTypeOf, type ExpositionFormatName, parse } from "../../src/exposition/index.js";
import { render } from "../../src/exposition/render.js";
import { Counter, Gauge, Histogram, Registry, StateSet, Summary } from "../../src/index.js";

async function bodyOf(registry: Registry, format: ExpositionFormatName): Promise<Uint8Array> {
  const { body } = await render(registry, { accept: contentTypeOf(format, "underscores") });
  return body;
}

async function samplesIn(registry: Registry, format: ExpositionFormatName): Promise<readonly string[]> {
  const lines = Buffer.from(await bodyOf(registry, format))
    .toString()
    .split("\n");
  return lines.filter((line) => line !== "" && !line.startsWith("#"));
}

const text = ["text-0.0.4", "text-1.0.0", "openmetrics-0.0.1", "openmetrics-1.0.0"] as const;

describe.each(text)("in %s", (format) => {
  test("a series does not show labels that it lacks, wherever they are declared", async () => {
    const registry = new Registry();
    const gauge = new Gauge({ name: "g", help: "", labelNames: ["a?", "b", "c?"], registry });
    gauge.set({ b: 1 }, 1);
    gauge.set({ a: 1, b: 1 }, 2);
    gauge.set({ b: 1, c: 1 }, 3);
    gauge.set({ a: 1, b: 1, c: 1 }, 4);
    gauge.set({ b: "" }, 5);
    expect(await samplesIn(registry, format)).toEqual([
      'g{b="1"} 1',
      'g{a="1",b="1"} 2',
      'g{b="1",c="1"} 3',
      'g{a="1",b="1",c="1"} 4',
      'g{b=""} 5',
    ]);
  });

  test("a series without any label has no braces, or those of other labels", async () => {
    const registry = new Registry();
    const options = { help: "", labelNames: ["a?"], registry } as const;
    new Gauge({ ...options, name: "g" }).set({}, 1);
    new Gauge({ ...options, name: "const", constLabels: { z: "1" } }).set({}, 1);
    const histogram = new Histogram({ ...options, name: "h", buckets: [1] });
    histogram.observe({}, 0.5);
    histogram.observe({ a: "x" }, 2);
    new StateSet({ ...options, name: "s", states: ["on"] }).set({}, "on");
    new Summary({ ...options, name: "t", quantiles: { 0.5: 0.05 } }).observe({}, 3);
    expect(await samplesIn(registry, format)).toEqual([
      'const{z="1"} 1',
      "g 1",
      'h_bucket{le="1.0"} 1',
      'h_bucket{le="+Inf"} 1',
      "h_sum 0.5",
      "h_count 1",
      'h_bucket{a="x",le="1.0"} 0',
      'h_bucket{a="x",le="+Inf"} 1',
      'h_sum{a="x"} 2',
      'h_count{a="x"} 1',
      's{s="on"} 1',
      't{quantile="0.5"} 3',
      "t_sum 3",
      "t_count 1",
    ]);
  });
});

test.each<ExpositionFormatName>([...text, "protobuf"])("a parser of %s reads no absent labels", async (format) => {
  const registry = new Registry();
  const counter = new Counter({ name: "c_total", help: "", labelNames: ["a?", "b?"], registry });
  for (const labels of [{}, { a: "1" }, { b: "1" }, { a: "1", b: "1" }]) counter.inc(labels);
  const families = parse(await bodyOf(registry, format), contentTypeOf(format, "underscores"));
  expect(families.flatMap(({ metrics }) => [...metrics].map(({ labels }) => labels))).toEqual([
    {},
    { a: "1" },
    { b: "1" },
    { a: "1", b: "1" },
  ]);
});

test("collectors whose labels differ only in being optional do not share cached bytes", async () => {
  const registry = new Registry();
  new Gauge({ name: "a", help: "", labelNames: ["x", "y"], registry }).set({ x: "", y: "1" }, 1);
  new Gauge({ name: "b", help: "", labelNames: ["x?", "y"], registry }).set({ y: "1" }, 1);
  new Gauge({ name: "c", help: "", labelNames: ["x", "y?"], registry }).set({ x: "" }, 1);
  expect(await samplesIn(registry, "text-0.0.4")).toEqual(['a{x="",y="1"} 1', 'b{y="1"} 1', 'c{x=""} 1']);
});
