import { describe, expect, test } from "vitest";
import { Counter, Gauge, Histogram, Registry, render } from "../../src/index.js";
import { fakeClock } from "../../src/testing/fake-clock.js";

// What no judge at hand can read is held to bodies that were written by hand from the rules of the formats.

const text = "text/plain; version=1.0.0";
const openMetrics = "application/openmetrics-text; version=1.0.0";
const protobuf = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

async function written(registry: Registry, accept: string, encoding: BufferEncoding = "utf8"): Promise<string> {
  const { body } = await render(registry, { accept, createdSamples: true });
  return Buffer.from(body).toString(encoding);
}

/** Names with a dot, a letter beyond ASCII, an emoji, a colon in a label's name, and all that is escaped in quotes. */
function utf8Registry(): Registry {
  using _ = fakeClock(1_700_000_000.25);
  const registry = new Registry();
  const options = { registry, nameValidation: "utf8" } as const;
  const labelNames = ["http.method", "status_code"] as const;
  new Counter({ ...options, name: "http.requests", help: 'All "requests".', labelNames }).inc(
    { "http.method": "GET", status_code: 200 },
    3,
    { exemplar: { trace_id: "0af7", "span.id": "b7" } },
  );
  const name = "größe_seconds";
  new Histogram({ ...options, name, unit: "seconds", help: "Größe\n", buckets: [0.5], labelNames: ["😀"] }).observe(
    { "😀": "é" },
    0.25,
  );
  new Gauge({ ...options, name: 'a "b"\\\n', help: "", labelNames: [":"] }).set({ ":": 'c"\\\n' }, 1);
  return registry;
}

describe("UTF-8 names", () => {
  test("are quoted in text 1.0.0, with metric names between the braces", async () => {
    expect(await written(utf8Registry(), `${text}; escaping=allow-utf-8`)).toBe(String.raw`# TYPE "a \"b\"\\\n" gauge
{"a \"b\"\\\n",":"="c\"\\\n"} 1
# HELP "größe_seconds" Größe\n
# TYPE "größe_seconds" histogram
{"größe_seconds_bucket","😀"="é",le="0.5"} 1
{"größe_seconds_bucket","😀"="é",le="+Inf"} 1
{"größe_seconds_sum","😀"="é"} 0.25
{"größe_seconds_count","😀"="é"} 1
# HELP "http.requests_total" All "requests".
# TYPE "http.requests_total" counter
{"http.requests_total","http.method"="GET",status_code="200"} 3
`);
  });

  // The names of an exemplar's labels are escaped in any case: no reader unquotes them.
  test("are quoted in OpenMetrics, with the suffixes of samples inside the quotes", async () => {
    expect(
      await written(utf8Registry(), `${openMetrics}; escaping=allow-utf-8`),
    ).toBe(String.raw`# TYPE "a \"b\"\\\n" gauge
{"a \"b\"\\\n",":"="c\"\\\n"} 1
# TYPE "größe_seconds" histogram
# UNIT "größe_seconds" seconds
# HELP "größe_seconds" Größe\n
{"größe_seconds_bucket","😀"="é",le="0.5"} 1
{"größe_seconds_bucket","😀"="é",le="+Inf"} 1
{"größe_seconds_sum","😀"="é"} 0.25
{"größe_seconds_count","😀"="é"} 1
{"größe_seconds_created","😀"="é"} 1700000000.25
# TYPE "http.requests" counter
# HELP "http.requests" All \"requests\".
{"http.requests_total","http.method"="GET",status_code="200"} 3 # {trace_id="0af7",span_id="b7"} 3 1700000000.25
{"http.requests_created","http.method"="GET",status_code="200"} 1700000000.25
# EOF
`);
  });

  test.each([
    [
      "underscores",
      [
        String.raw`a__b___{_="c\"\\\n"} 1`,
        'gr__e_seconds_bucket{_="é",le="0.5"} 1',
        'http_requests_total{http_method="GET",status_code="200"} 3',
      ],
    ],
    [
      "dots",
      [
        String.raw`a____b______{__="c\"\\\n"} 1`,
        'gr____e__seconds_bucket{__="é",le="0.5"} 1',
        'http_dot_requests__total{http_dot_method="GET",status__code="200"} 3',
      ],
    ],
    [
      "values",
      [
        String.raw`U__a_20__22_b_22__5c__a_{U___3a_="c\"\\\n"} 1`,
        'U__gr_f6__df_e__seconds_bucket{U___1f600_="é",le="0.5"} 1',
        'U__http_2e_requests__total{U__http_2e_method="GET",status_code="200"} 3',
      ],
    ],
  ])("are escaped by the scheme %s", async (scheme, lines) => {
    const body = (await written(utf8Registry(), `${text}; escaping=${scheme}`)).split("\n");
    expect(body.filter((line) => lines.includes(line))).toEqual(lines);
    expect(body.filter((line) => line.includes('"') && line.startsWith("{"))).toEqual([]);
  });

  test.each([
    [`${text}; escaping=values`, "text/plain; version=1.0.0; charset=utf-8; escaping=values"],
    [text, "text/plain; version=1.0.0; charset=utf-8; escaping=underscores"],
    [
      `${openMetrics}; escaping=allow-utf-8`,
      "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8",
    ],
  ])("are announced for %s", async (accept, contentType) => {
    expect((await render(new Registry(), { accept })).contentType).toBe(contentType);
  });
});

/** 1700000000.25 s as a Timestamp: seconds in field 1, nanoseconds in field 2. */
const timestamp = "0b 08 80e2cfaa06 10 80e59a77";

const bytes = (...parts: string[]): string => parts.join("").replaceAll(" ", "");

describe("protobuf", () => {
  test("contains a native histogram with both signs, its start time, and exemplars in field 16", async () => {
    using _ = fakeClock(1_700_000_000.25);
    const registry = new Registry();
    const histogram = new Histogram({ name: "h", help: "", native: { growthFactor: 2 }, registry });
    histogram.observe(1, { exemplar: { a: "b" } });
    histogram.observe(-4, { exemplar: { a: "c" } });
    const ofOne = `1e 0a06 0a0161 120162 11 000000000000f03f 1a ${timestamp}`;
    const ofMinusFour = `1e 0a06 0a0161 120163 11 00000000000010c0 1a ${timestamp}`;
    expect(await written(registry, protobuf, "hex")).toBe(
      bytes(
        "af01", // 175 bytes follow
        "0a 01 68", // name: h
        "18 04", // type: HISTOGRAM
        "22 a701", // metric
        "3a a401", // histogram
        "08 02", // sample_count
        "11 00000000000008c0", // sample_sum: -3
        `1a 2b 08 02 11 000000000000f07f 1a ${ofMinusFour}`, // bucket: 2 up to +Inf, the latest exemplar
        "28 00", // schema: 0
        "31 000000000000f037", // zero_threshold: 2 ** -128
        "38 00", // zero_count
        "4a 04 08 04 10 01", // negative_span: offset 2, length 1
        "50 02", // negative_delta: 1
        "62 04 08 00 10 01", // positive_span: offset 0, length 1
        "68 02", // positive_delta: 1
        `7a ${timestamp}`, // created_timestamp
        `8201 ${ofMinusFour}`, // exemplars, by value
        `8201 ${ofOne}`,
      ),
    );
  });

  test("marks a native histogram without observations by an empty span", async () => {
    using _ = fakeClock(1_700_000_000.25);
    const registry = new Registry();
    new Histogram({ name: "h", help: "", native: true, registry });
    expect(await written(registry, protobuf, "hex")).toBe(
      bytes(
        "41 0a 01 68 18 04 22 3a 3a 38",
        "08 00 11 0000000000000000", // sample_count, sample_sum
        "1a 0b 08 00 11 000000000000f07f", // bucket: 0 up to +Inf
        "28 06 31 000000000000f037 38 00", // schema 3, zero_threshold, zero_count
        "62 04 08 00 10 00", // positive_span: offset 0, length 0
        `7a ${timestamp}`,
      ),
    );
  });

  test("contains the start time and the exemplar of a counter, and does not quote UTF-8 names", async () => {
    using _ = fakeClock(1_700_000_000.25);
    const registry = new Registry();
    const name = "é.x_total";
    new Counter({ name, help: "", registry, nameValidation: "utf8" }).inc(2, { exemplar: { a: "b" } });
    expect(await written(registry, `${protobuf}; escaping=allow-utf-8`, "hex")).toBe(
      bytes(
        "48 0a 0a c3a92e785f746f74616c", // name
        "18 00", // type: COUNTER
        "22 38 1a 36", // metric, counter
        "09 0000000000000040", // value: 2
        `12 1e 0a06 0a0161 120162 11 0000000000000040 1a ${timestamp}`, // exemplar
        `1a ${timestamp}`, // created_timestamp
      ),
    );
  });
});
