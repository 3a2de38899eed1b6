import { describe, expect, test } from "vitest";
import { samplesOf } from "../../src/exposition/samples.js";
import { Counter, Registry } from "../../src/index.js";
import { sampleValue } from "../../src/testing/sample-value.js";
import { gathererOfText } from "./gatherer-of.js";

const gatherer = gathererOfText(`# TYPE h histogram
h_bucket{a="1",le="0.5"} 1
h_bucket{a="1",le="1"} 2
h_bucket{a="1",le="+Inf"} 4
h_sum{a="1"} 9.5
h_count{a="1"} 4
# TYPE g gaugehistogram
g_bucket{le="+Inf"} 4
g_gsum 3
g_gcount 4
# TYPE s summary
s{quantile="0.5"} 7
s_sum 8
s_count 2
# TYPE i info
i_info{version="1"} 1
# TYPE m stateset
m{m="on"} 1
m{m="off"} 0
# TYPE c counter
c_total{a="1",b=""} 6
`);

describe("the value of a sample", () => {
  test.each([
    ["a counter", "c_total", { a: 1 }, 6],
    ["a bucket by a number", "h_bucket", { a: "1", le: 1 }, 2],
    ["a bucket by its canonical text", "h_bucket", { le: "1.0", a: "1" }, 2],
    ["a bucket by another text", "h_bucket", { le: "5e-1", a: "1" }, 1],
    ["the last bucket", "h_bucket", { a: "1", le: "+Inf" }, 4],
    ["the last bucket by its number", "h_bucket", { a: "1", le: Number.POSITIVE_INFINITY }, 4],
    ["a histogram's sum", "h_sum", { a: "1" }, 9.5],
    ["a histogram's count", "h_count", { a: "1" }, 4],
    ["a gauge histogram's sum", "g_gsum", {}, 3],
    ["a quantile", "s", { quantile: 0.5 }, 7],
    ["a summary's count", "s_count", undefined, 2],
    ["an info", "i_info", { version: "1" }, 1],
    ["a state", "m", { m: "off" }, 0],
  ])("of %s is found", async (_, name, labels, value) => {
    expect(await sampleValue(gatherer, name, labels)).toBe(value);
  });

  test.each([
    ["another name", "c", { a: "1" }],
    ["a family's own name", "h", { a: "1" }],
    ["fewer labels", "c_total", {}],
    ["more labels", "c_total", { a: "1", c: "2" }],
    ["another value of a label", "c_total", { a: "2" }],
    ["a bound that is none", "h_bucket", { a: "1", le: "x" }],
  ])("is undefined for %s", async (_, name, labels) => {
    expect(await sampleValue(gatherer, name, labels)).toBeUndefined();
  });

  test("is the current value of a live collector", async () => {
    const registry = new Registry();
    const events = new Counter({ name: "events_total", help: "Events.", labelNames: ["kind"], registry });
    events.inc({ kind: "a" }, 2);
    expect(await sampleValue(registry, "events_total", { kind: "a" })).toBe(2);
    events.inc({ kind: "a" });
    expect(await sampleValue(registry, "events_total", { kind: "a" })).toBe(3);
  });
});

test("the samples of families are in order and have canonical bounds", async () => {
  using families = await gatherer.gather();
  expect(samplesOf(families).slice(0, 3)).toEqual([
    { name: "h_bucket", labels: { a: "1", le: "0.5" }, value: 1 },
    { name: "h_bucket", labels: { a: "1", le: "1.0" }, value: 2 },
    { name: "h_bucket", labels: { a: "1", le: "+Inf" }, value: 4 },
  ]);
});

test("a name that is not a string is rejected", async () => {
  await expect(sampleValue(gatherer, undefined as never)).rejects.toThrow(
    "sampleValue: name must be a string, but was undefined.",
  );
});
