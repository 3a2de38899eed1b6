import { describe, expect, test } from "vitest";
import type { MetricFamily, MetricType } from "../../src/model/families/metric-family.js";
import { lint } from "../../src/testing/lint.js";
import { gathererOf } from "./gatherer-of.js";

function family(type: MetricType, name: string, labels: Record<string, string> = {}, help = "Some."): MetricFamily {
  return { name, help, type, metrics: [{ labels, value: 1 }] } as unknown as MetricFamily;
}

const texts = (one: MetricFamily) => lint([one]).map(({ text }) => text);

describe("lint accepts", () => {
  test.each<[MetricType, string]>([
    ["counter", "jobs_total"],
    ["counter", "traffic_bytes_total"],
    ["gauge", "temperature_celsius"],
    ["gauge", "load_5_minutes_seconds"],
    ["gauge", "gauges_x"],
    ["gauge", "used_percent"],
    ["gauge", "m_x"],
    ["info", "build_info"],
    ["stateset", "mode"],
    ["histogram", "x_bucket"],
    ["summary", "x_count"],
    ["unknown", "x_total"],
    ["unknown", "x_sum"],
  ])("the %s %s", (type, name) => {
    expect(lint([family(type, name)])).toEqual([]);
  });

  test("a metric of unknown type with reserved labels", () => {
    expect(lint([family("unknown", "x", { le: "1", quantile: "1" })])).toEqual([]);
  });
});

describe("lint reports that", () => {
  test.each<[MetricType, string, string]>([
    ["counter", "jobs", 'is a counter and should end in "_total"'],
    ["gauge", "jobs_total", 'is not a counter and should not end in "_total"'],
    ["gauge", "x_bucket", 'ends in "_bucket", which is for samples of histograms'],
    ["summary", "x_bucket", 'ends in "_bucket", which is for samples of histograms'],
    ["gauge", "x_count", 'ends in "_count", which is for samples of summaries and histograms'],
    ["gauge", "x_sum", 'ends in "_sum", which is for samples of summaries and histograms'],
    ["gauge", "x_milliseconds", 'should use the base unit "seconds", not "milliseconds"'],
    ["gauge", "x_minutes_y", 'should use the base unit "seconds", not "minutes"'],
    ["gauge", "x_kibibytes", 'should use the base unit "bytes", not "kibibytes"'],
    ["gauge", "x_megabits", 'should use the base unit "bytes", not "megabits"'],
    ["gauge", "x_ms", "should not abbreviate its unit"],
    ["gauge", "x_s_y", "should not abbreviate its unit"],
    ["histogram", "x_histogram", 'should not have its type "histogram" in its name'],
    ["gauge", "x_summary_y", 'should not have its type "summary" in its name'],
    ["gauge", "x:y", 'should not contain ":", which is for recording rules'],
    ["gauge", "xY", "should be written in snake_case"],
  ])("the %s %s %s", (type, name, text) => {
    expect(lint([family(type, name)])).toEqual([{ metric: name, text }]);
  });

  test("a family has no help", () => {
    expect(texts(family("gauge", "x", {}, ""))).toEqual(["has no help text"]);
  });

  test("a label is reserved", () => {
    expect(texts(family("gauge", "x", { le: "1", quantile: "1" }))).toEqual([
      'has a label "le", which is for histograms',
      'has a label "quantile", which is for summaries',
    ]);
  });

  test("a label is not in snake_case, once for all series", () => {
    const one = { ...family("gauge", "x"), metrics: [1, 2].map((value) => ({ labels: { aB: `${value}` }, value })) };
    expect(texts(one as MetricFamily)).toEqual(['has a label "aB", which should be written in snake_case']);
  });
});

test("lint gathers the families of a registry", async () => {
  await expect(lint(gathererOf([family("gauge", "x", {}, "")]))).resolves.toEqual([
    { metric: "x", text: "has no help text" },
  ]);
});
