import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  Counter,
  Gauge,
  Histogram,
  negotiate,
  onError,
  Registry,
  type RenderTextOptions,
  render,
  renderText,
  Summary,
} from "../../src/index.js";

const openMetrics = "application/openmetrics-text;version=1.0.0";

let registry: Registry;
beforeEach(() => {
  registry = new Registry();
  onError(() => {});
});
afterEach(() => onError(undefined));

const rendered = (format?: RenderTextOptions["format"]) => renderText(registry, { format });

/** Each test describes a defect that a published metrics library has. */
describe("a defect of another library is absent:", () => {
  test("label sets whose joined values look alike are different series", async () => {
    const hits = new Counter({ name: "hits_total", help: "", labelNames: ["a", "b"], registry });
    hits.inc({ a: "x|", b: "" });
    hits.inc({ a: "x", b: "|" });
    hits.inc({ a: "x,b:y", b: "z" });
    hits.inc({ a: "x", b: "y,b:z" });
    hits.inc({ a: "1,b:2", b: "" });
    expect((await rendered()).match(/^hits_total\{/gm)).toHaveLength(5);
  });

  test("changing a labels object after an update changes no series", async () => {
    const hits = new Counter({ name: "hits_total", help: "", labelNames: ["a"], registry });
    const labels = { a: "before" };
    hits.inc(labels);
    labels.a = "after";
    expect(await rendered()).toContain('hits_total{a="before"} 1');
  });

  test("a scrape in one format changes nothing in another", async () => {
    new Counter({ name: "hits_total", help: "Hits.", registry }).inc();
    const before = await rendered();
    await rendered("openmetrics-1.0.0");
    expect(await rendered()).toBe(before);
    expect(before).toContain("hits_total 1");
  });

  test("a child of a counter with exemplars counts the given value, under its labels", async () => {
    const hits = new Counter({ name: "hits_total", help: "", labelNames: ["m"], registry });
    hits.labels({ m: "GET" }).inc(3, { exemplar: { trace_id: "abc" } });
    expect(await rendered("openmetrics-1.0.0")).toMatch(/^hits_total\{m="GET"\} 3 # \{trace_id="abc"\} 3 \d+/m);
  });

  test("one failing collector does not fail the scrape", async () => {
    new Gauge({
      name: "bad",
      help: "",
      registry,
      collect: () => {
        throw new Error("no");
      },
    });
    new Gauge({ name: "good", help: "", registry }).set(1);
    expect(await rendered()).toContain("good 1");
  });

  test("buckets out of order are rejected", () => {
    expect(() => new Histogram({ name: "h", help: "", buckets: [3, 1, 2], registry })).toThrow(RangeError);
  });

  test("a bucket given as Infinity is written once, as +Inf", async () => {
    new Histogram({ name: "h", help: "", buckets: [1, Number.POSITIVE_INFINITY], registry });
    expect((await rendered()).match(/le="[^"]*"/g)).toEqual(['le="1.0"', 'le="+Inf"']);
  });

  test("a label name that Prometheus reserves is rejected", () => {
    expect(() => new Gauge({ name: "g", help: "", labelNames: ["__x"], registry })).toThrow(RangeError);
  });

  test("a quote in the help is escaped for OpenMetrics, and only there", async () => {
    new Gauge({ name: "g", help: 'the "best"', registry });
    expect(await rendered("openmetrics-1.0.0")).toContain('# HELP g the \\"best\\"\n');
    expect(await rendered()).toContain('# HELP g the "best"\n');
  });

  test("a gauge cannot have the name of a counter", () => {
    expect(() => new Gauge({ name: "active_handles_total", help: "", registry })).toThrow(RangeError);
  });

  test("NaN is written as NaN", async () => {
    new Gauge({ name: "g", help: "", registry }).set(Number.NaN);
    expect(await rendered()).toContain("g NaN\n");
  });

  test("a summary has no quantiles by default", async () => {
    new Summary({ name: "s", help: "", registry });
    expect(await rendered()).not.toContain("quantile");
  });

  test("label values and help are escaped", async () => {
    new Gauge({ name: "g", help: "two\nlines \\", labelNames: ["a"], registry }).set({ a: 'say "hi"\n\\' }, 1);
    expect(await rendered()).toBe('# HELP g two\\nlines \\\\\n# TYPE g gauge\ng{a="say \\"hi\\"\\n\\\\"} 1\n');
  });

  test("undeclared labels are rejected", () => {
    const g = new Gauge({ name: "g", help: "", labelNames: ["a"], registry });
    expect(() => g.set({ b: "1" } as never, 1)).toThrow(TypeError);
  });

  test("label names may be names of Object.prototype's members", async () => {
    const g = new Gauge({ name: "g", help: "", labelNames: ["constructor", "toString", "hasOwnProperty"], registry });
    g.set({ constructor: "__proto__", toString: "valueOf", hasOwnProperty: "length" }, 1);
    expect(await rendered()).toContain('g{constructor="__proto__",toString="valueOf",hasOwnProperty="length"} 1\n');
  });

  test("a counter cannot decrease", () => {
    const hits = new Counter({ name: "hits_total", help: "", registry });
    expect(hits).not.toHaveProperty("set");
    expect(hits).not.toHaveProperty("dec");
    expect(() => hits.inc(-1)).toThrow(RangeError);
  });

  test("the Content-Type of text names its version", async () => {
    expect((await render(registry)).contentType).toBe("text/plain; version=0.0.4; charset=utf-8");
  });

  test("negotiation depends on weights, not on the order or on a mention of protobuf", () => {
    const protobuf = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";
    expect(negotiate({ accept: `${protobuf};q=0.1,${openMetrics};q=0.9` }).format).toBe("openmetrics-1.0.0");
    expect(negotiate({ accept: `${protobuf};q=0,text/plain` }).format).toBe("text-0.0.4");
    expect(negotiate({ accept: "application/openmetrics-text;version=99.0.0" }).contentType).toBe(
      "text/plain; version=0.0.4; charset=utf-8",
    );
  });

  test("invalid Unicode is replaced in every format", async () => {
    new Gauge({ name: "g", help: "\udfff", labelNames: ["a"], registry }).set({ a: "\ud800" }, 1);
    for (const accept of [
      undefined,
      openMetrics,
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
    ]) {
      const { body } = await render(registry, { accept });
      expect(Buffer.from(body).includes(Buffer.from("\ufffd"))).toBe(true);
      expect(Buffer.from(body).includes(Buffer.from([0xed, 0xa0, 0x80]))).toBe(false);
    }
  });
});
