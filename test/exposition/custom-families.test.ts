import { describe, expect, test } from "vitest";
import { parse, type RenderTextOptions } from "../../src/exposition/index.js";
import { contentTypeOf } from "../../src/exposition/negotiation/format.js";
import { render } from "../../src/exposition/render.js";
import { renderText } from "../../src/exposition/render-text.js";
import type { MetricFamily } from "../../src/model/families/metric-family.js";
import { gathererOf } from "../testing/gatherer-of.js";

const written = (family: MetricFamily, format: RenderTextOptions["format"]): Promise<string> =>
  renderText(gathererOf([family]), { format, createdSamples: true });

const exemplar = { labels: { trace_id: "x" }, value: 0.5, timestamp: 7.5 };
const metadata = { name: "a", help: "" };
const infinity = { upperBound: Infinity, count: 3 };

describe("a family of a custom collector", () => {
  test.each<[string, MetricFamily, text: string, openMetrics: string]>([
    [
      "a counter with an exemplar, a timestamp and a start",
      {
        name: "a_seconds_total",
        help: 'Say "hi".\n',
        type: "counter",
        unit: "seconds",
        metrics: [{ labels: { b: '"', c: "" }, value: 2, timestamp: 1.5, created: 1, exemplar }],
      },
      `# HELP a_seconds_total Say "hi".\\n
# TYPE a_seconds_total counter
a_seconds_total{b="\\"",c=""} 2 1500
`,
      `# TYPE a_seconds counter
# UNIT a_seconds seconds
# HELP a_seconds Say \\"hi\\".\\n
a_seconds_total{b="\\"",c=""} 2 1.5 # {trace_id="x"} 0.5 7.5
a_seconds_created{b="\\"",c=""} 1 1.5
# EOF
`,
    ],
    [
      "a counter whose exemplar has no timestamp",
      {
        name: "a_total",
        help: "",
        type: "counter",
        metrics: [{ labels: {}, value: 2, exemplar: { ...exemplar, timestamp: undefined } }],
      },
      "# TYPE a_total counter\na_total 2\n",
      '# TYPE a counter\na_total 2 # {trace_id="x"} 0.5\n# EOF\n',
    ],
    [
      "an empty unit",
      { ...metadata, type: "gauge", unit: "", metrics: [] },
      "# TYPE a gauge\n",
      "# TYPE a gauge\n# EOF\n",
    ],
    [
      "an info",
      { name: "a_info", help: "", type: "info", metrics: [{ labels: { b: "c" }, info: { d: "e" } }] },
      '# TYPE a_info gauge\na_info{b="c",d="e"} 1\n',
      '# TYPE a info\na_info{b="c",d="e"} 1\n# EOF\n',
    ],
    [
      "a state set",
      { ...metadata, type: "stateset", metrics: [{ labels: {}, states: { 'o"n': true, off: false } }] },
      '# TYPE a gauge\na{a="o\\"n"} 1\na{a="off"} 0\n',
      '# TYPE a stateset\na{a="o\\"n"} 1\na{a="off"} 0\n# EOF\n',
    ],
    [
      "a summary with a negative quantile and a negative sum",
      {
        ...metadata,
        type: "summary",
        metrics: [
          {
            labels: { b: "c" },
            count: 2,
            sum: -1,
            created: 4,
            quantiles: [
              { quantile: 0, value: -2 },
              { quantile: 0.5, value: 0 },
              { quantile: 1, value: NaN },
            ],
          },
        ],
      },
      `# TYPE a summary
a{b="c",quantile="0.0"} -2
a{b="c",quantile="0.5"} 0
a{b="c",quantile="1.0"} NaN
a_sum{b="c"} -1
a_count{b="c"} 2
`,
      `# TYPE a summary
a{b="c",quantile="0.5"} 0
a{b="c",quantile="1.0"} NaN
a_count{b="c"} 2
a_created{b="c"} 4
# EOF
`,
    ],
    [
      "a histogram with exemplars and a sum of 0",
      {
        ...metadata,
        type: "histogram",
        metrics: [{ labels: {}, count: 3, sum: 0, buckets: [{ upperBound: 1, count: 1, exemplar }, infinity] }],
      },
      '# TYPE a histogram\na_bucket{le="1.0"} 1\na_bucket{le="+Inf"} 3\na_sum 0\na_count 3\n',
      `# TYPE a histogram
a_bucket{le="1.0"} 1 # {trace_id="x"} 0.5 7.5
a_bucket{le="+Inf"} 3
a_sum 0
a_count 3
# EOF
`,
    ],
    [
      "a histogram with a bound of 0",
      {
        ...metadata,
        type: "histogram",
        metrics: [{ labels: {}, count: 3, sum: 1, buckets: [{ upperBound: 0, count: 1 }, infinity] }],
      },
      '# TYPE a histogram\na_bucket{le="0.0"} 1\na_bucket{le="+Inf"} 3\na_sum 1\na_count 3\n',
      '# TYPE a histogram\na_bucket{le="0.0"} 1\na_bucket{le="+Inf"} 3\na_sum 1\na_count 3\n# EOF\n',
    ],
    [
      "a histogram with a negative bound, which may have no sum in OpenMetrics",
      {
        ...metadata,
        type: "histogram",
        metrics: [{ labels: {}, count: 3, sum: 1, buckets: [{ upperBound: -1, count: 1 }, infinity] }],
      },
      '# TYPE a histogram\na_bucket{le="-1.0"} 1\na_bucket{le="+Inf"} 3\na_sum 1\na_count 3\n',
      '# TYPE a histogram\na_bucket{le="-1.0"} 1\na_bucket{le="+Inf"} 3\n# EOF\n',
    ],
    [
      "a histogram with a negative sum, which OpenMetrics does not allow",
      { ...metadata, type: "histogram", metrics: [{ labels: {}, count: 3, sum: -1, buckets: [infinity] }] },
      '# TYPE a histogram\na_bucket{le="+Inf"} 3\na_sum -1\na_count 3\n',
      '# TYPE a histogram\na_bucket{le="+Inf"} 3\n# EOF\n',
    ],
    [
      "a gauge histogram with a negative bound and a negative sum",
      {
        ...metadata,
        type: "gaugehistogram",
        metrics: [{ labels: {}, count: 3, sum: -1, buckets: [{ upperBound: -1, count: 1 }, infinity] }],
      },
      '# TYPE a histogram\na_bucket{le="-1.0"} 1\na_bucket{le="+Inf"} 3\na_sum -1\na_count 3\n',
      '# TYPE a gaugehistogram\na_bucket{le="-1.0"} 1\na_bucket{le="+Inf"} 3\na_gsum -1\na_gcount 3\n# EOF\n',
    ],
    [
      "a gauge histogram with a negative sum alone, which OpenMetrics does not allow",
      { ...metadata, type: "gaugehistogram", metrics: [{ labels: {}, count: 3, sum: -1, buckets: [infinity] }] },
      '# TYPE a histogram\na_bucket{le="+Inf"} 3\na_sum -1\na_count 3\n',
      '# TYPE a gaugehistogram\na_bucket{le="+Inf"} 3\n# EOF\n',
    ],
    [
      "a gauge histogram with a negative bound and a sum of NaN, which OpenMetrics does not allow",
      {
        ...metadata,
        type: "gaugehistogram",
        metrics: [{ labels: {}, count: 3, sum: NaN, buckets: [{ upperBound: -1, count: 1 }, infinity] }],
      },
      '# TYPE a histogram\na_bucket{le="-1.0"} 1\na_bucket{le="+Inf"} 3\na_sum NaN\na_count 3\n',
      '# TYPE a gaugehistogram\na_bucket{le="-1.0"} 1\na_bucket{le="+Inf"} 3\n# EOF\n',
    ],
    [
      "a gauge histogram with a sum of 0",
      { ...metadata, type: "gaugehistogram", metrics: [{ labels: {}, count: 3, sum: 0, buckets: [infinity] }] },
      '# TYPE a histogram\na_bucket{le="+Inf"} 3\na_sum 0\na_count 3\n',
      '# TYPE a gaugehistogram\na_bucket{le="+Inf"} 3\na_gsum 0\na_gcount 3\n# EOF\n',
    ],
  ])("is written as text and OpenMetrics: %s", async (_, family, text, openMetrics) => {
    expect(await written(family, "text-1.0.0")).toBe(text);
    expect(await written(family, "openmetrics-1.0.0")).toBe(openMetrics);
  });

  test.each(['"', "\\", "\n", "}"])(
    "has no exemplar with a label value that contains %j, whatever its other labels are",
    async (value) => {
      const metrics = [{ labels: {}, value: 2, exemplar: { ...exemplar, labels: { trace_id: value, span: "x" } } }];
      const body = await written({ name: "a_total", help: "", type: "counter", metrics }, "openmetrics-1.0.0");
      expect(body).toBe("# TYPE a counter\na_total 2\n# EOF\n");
    },
  );

  test("has no exemplar whose labels have more than 128 code points", async () => {
    const of = (length: number): MetricFamily => {
      const labels = { a: "é".repeat(length - 1) };
      const metrics = [{ labels: {}, value: 2, exemplar: { ...exemplar, labels } }];
      return { name: "a_total", help: "", type: "counter", metrics };
    };
    expect(await written(of(128), "openmetrics-1.0.0")).toContain(" # {");
    expect(await written(of(129), "openmetrics-1.0.0")).not.toContain(" # {");
  });

  test("keeps all its fields in protobuf", async () => {
    const at = { labels: { b: "c" }, timestamp: 1.5 };
    const created = 1_600_000_000.25;
    const native = {
      schema: -1,
      zeroThreshold: 0.5,
      zeroCount: 1,
      negativeSpans: [{ offset: -2, length: 1 }],
      negativeCounts: [1],
      positiveSpans: [
        { offset: 0, length: 2 },
        { offset: 3, length: 1 },
      ],
      positiveCounts: [3, 1, 5],
      exemplars: [exemplar],
    };
    const buckets = [
      { upperBound: 1, count: 4, exemplar },
      { upperBound: Infinity, count: 11 },
    ];
    const families: MetricFamily[] = [
      { name: "a_total", help: "Jobs.", type: "counter", metrics: [{ ...at, value: 2, created, exemplar }] },
      { name: "b_seconds", help: "", type: "gauge", unit: "seconds", metrics: [{ ...at, value: -0 }] },
      { name: "c", help: "", type: "unknown", metrics: [{ ...at, value: 5 }] },
      {
        name: "d",
        help: "",
        type: "summary",
        metrics: [{ ...at, count: 2, sum: 3, created, quantiles: [{ quantile: 0.5, value: 1 }] }],
      },
      { name: "e", help: "", type: "histogram", metrics: [{ ...at, count: 11, sum: 7, created, buckets, native }] },
      { name: "f", help: "", type: "gaugehistogram", metrics: [{ ...at, count: 11, sum: 7, buckets }] },
      { name: "g", help: "", type: "gauge", metrics: [] },
    ];
    const accept = contentTypeOf("protobuf", "allow-utf-8");
    const { body } = await render(gathererOf(families), { accept });
    expect(parse(body, accept)).toEqual(families);
  });

  test.each([
    ["positive", { positiveSpans: [{ offset: 1, length: 1 }], positiveCounts: [3] }, false],
    ["negative", { negativeSpans: [{ offset: 1, length: 1 }], negativeCounts: [3] }, false],
    ["no", { zeroCount: 3 }, true],
  ] as const)("with %s native buckets has an empty span only to mark it as native", async (_, given, isMarked) => {
    const none = { positiveSpans: [], positiveCounts: [], negativeSpans: [], negativeCounts: [], exemplars: [] };
    const native = { schema: 0, zeroThreshold: 0.5, zeroCount: 0, ...none, ...given };
    const metrics = [{ labels: {}, count: 3, sum: 0, buckets: [infinity], native }];
    const { body } = await render(gathererOf([{ ...metadata, type: "histogram", metrics }]), {
      accept: contentTypeOf("protobuf", "allow-utf-8"),
    });
    expect(Buffer.from(body).includes(Buffer.from("620408001000", "hex"))).toBe(isMarked);
  });

  test("is a gauge in protobuf if it is an info or a state set", async () => {
    const families: MetricFamily[] = [
      { name: "a_info", help: "", type: "info", metrics: [{ labels: { b: "c" }, timestamp: 2, info: { d: "e" } }] },
      { name: "f", help: "", type: "stateset", metrics: [{ labels: { b: "c" }, states: { on: true, off: false } }] },
    ];
    const accept = contentTypeOf("protobuf", "allow-utf-8");
    const { body } = await render(gathererOf(families), { accept });
    expect(parse(body, accept)).toEqual([
      { name: "a_info", help: "", type: "gauge", metrics: [{ labels: { b: "c", d: "e" }, timestamp: 2, value: 1 }] },
      {
        name: "f",
        help: "",
        type: "gauge",
        metrics: [
          { labels: { b: "c", f: "on" }, value: 1 },
          { labels: { b: "c", f: "off" }, value: 0 },
        ],
      },
    ]);
  });
});
