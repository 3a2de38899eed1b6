import { describe, expect, test } from "vitest";
import { encodeDelimited } from "../../protobuf-encoder.js";
import { judgeAll, judgeMany } from "../judge-all.js";
import type { Exposition } from "../readings/format.js";

const samples = 'jobs_total{kind="a\\"b"} 3';

function text(body = `# HELP jobs_total Jobs.\n# TYPE jobs_total counter\n${samples}\n`): Exposition {
  return { contentType: "text/plain; version=0.0.4; charset=utf-8", body };
}

function openMetrics(sample = samples): Exposition {
  const body = `# TYPE jobs counter\n# HELP jobs Jobs.\n${sample}\n# EOF\n`;
  return { contentType: "application/openmetrics-text; version=1.0.0; charset=utf-8", body };
}

function protobuf(value = 3, help = "Jobs.", exemplar?: object): Exposition {
  const metric = { label: [{ name: "kind", value: 'a"b' }], counter: { value, exemplar } };
  return {
    contentType: "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
    body: encodeDelimited({ name: "jobs_total", help, type: "COUNTER", metric: [metric] }),
  };
}

describe("judgeAll", () => {
  test("returns the samples that all readers agree on", async () => {
    expect(await judgeAll([text(), openMetrics(), protobuf()])).toEqual([
      { name: "jobs_total", labels: [["kind", 'a"b']], value: 3 },
    ]);
  });

  test("accepts that text 0.0.4 and protobuf lack some types and name families differently", async () => {
    await judgeAll([
      text(
        '# TYPE v_info gauge\nv_info{version="1"} 1\n# TYPE s gauge\ns{s="on"} 1\n# TYPE g histogram\ng_bucket{le="+Inf"} 1\ng_count 1\ng_sum 2\n',
      ),
      {
        ...openMetrics(),
        body: '# TYPE v info\nv_info{version="1"} 1\n# TYPE s stateset\ns{s="on"} 1\n# TYPE g gaugehistogram\ng_bucket{le="+Inf"} 1\ng_gcount 1\ng_gsum 2\n# EOF\n',
      },
    ]);
  });

  test.each([
    ["another value", [text(), protobuf(4)], 'jobs_total{kind="a\\"b"} is 3 and 4'],
    ["a missing sample", [text(), openMetrics('jobs_total{kind="b"} 3')], "is missing in the second"],
    ["a sample too many", [text(), openMetrics(`${samples}\njobs_total{kind="b"} 3`)], "is missing in the first"],
    [
      "another type",
      [text(`# TYPE jobs_total gauge\n# HELP jobs_total Jobs.\n${samples}\n`), protobuf()],
      "is a gauge and a counter",
    ],
    ["another help", [openMetrics(), protobuf(3, "Tasks.")], 'has the help "Jobs." and "Tasks."'],
    ["another exemplar", [openMetrics(), protobuf(3, "Jobs.", { value: 1 })], "has the exemplars undefined"],
    ["another time", [text(`${samples} 1000\n`), openMetrics(`${samples} 2`)], "is at 1000 and 2000 ms"],
    ["text that promtool rejects", [text(`${samples}`)], "text 0.0.4 (promtool): error while linting"],
    [
      "OpenMetrics that client_python rejects",
      [openMetrics(`${samples}\n`)],
      "OpenMetrics (client_python OpenMetrics): Error: ValueError",
    ],
    [
      "protobuf that protoc rejects",
      [{ ...protobuf(), body: Uint8Array.of(1) }],
      "protobuf (protoc): Error: message 0",
    ],
    ["duplicates", [openMetrics(`${samples}\n${samples}`)], "2 lines of samples"],
  ])("rejects %s", async (_, expositions: readonly Exposition[], reason) => {
    await expect(judgeAll(expositions)).rejects.toThrow(reason);
  });

  test("accepts changes of the families that it is given as changing", async () => {
    const expositions = [text(), protobuf(4)];
    expect(await judgeAll(expositions, { changing: /^jobs_/ })).toEqual([]);
    await expect(judgeAll(expositions, { changing: /^job_/ })).rejects.toThrow("is 3 and 4");
  });

  test("passes quoted names only to readers that support them", async () => {
    const quoted = { contentType: "text/plain; version=1.0.0; escaping=allow-utf-8", body: '{"my.metric"} 1\n' };
    const family = { name: "my.metric", type: "UNTYPED", metric: [{ untyped: { value: 1 } }] };
    const samples = await judgeAll([quoted, { ...protobuf(), body: encodeDelimited(family) }], { names: "utf8" });
    expect(samples).toEqual([{ name: "my.metric", labels: [], value: 1 }]);
  });
});

describe("judgeMany", () => {
  test("checks 500 registries in one batch", { timeout: 30_000 }, async () => {
    const cases = Array.from({ length: 500 }, () => ({ expositions: [openMetrics(), protobuf()] }));
    expect(await judgeMany(cases)).toHaveLength(500);
  });

  test("throws an error with the number of rejected registries and the reasons", async () => {
    const cases = [{ expositions: [text()] }, { expositions: [text("a{ 1\n")] }, { expositions: [protobuf(), text()] }];
    await expect(judgeMany(cases)).rejects.toThrow(/^1 of 3 registries are refused\n\ntext 0\.0\.4 \(promtool\)/);
  });

  test("compares the samples with the expected families", async () => {
    const family = {
      name: "jobs_total",
      type: "counter",
      help: "Jobs.",
      samples: [],
      created: [],
      natives: [],
    } as const;
    await expect(judgeMany([{ expositions: [text()], model: [family] }])).rejects.toThrow(
      'model (registry) against text 0.0.4 (client_python text): jobs_total{kind="a\\"b"} is missing in the first',
    );
  });
});
