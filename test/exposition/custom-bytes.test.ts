import fc from "fast-check";
import { expect, test } from "vitest";
import { expositionFormats, parse } from "../../src/exposition/index.js";
import { contentTypeOf } from "../../src/exposition/negotiation/format.js";
import { render } from "../../src/exposition/render.js";
import { Counter, Histogram, Registry } from "../../src/index.js";
import type { CounterMetric } from "../../src/model/families/metric.js";
import type { MetricFamily } from "../../src/model/families/metric-family.js";
import { fakeClock } from "../../src/testing/index.js";
import { gathererOf } from "../testing/gatherer-of.js";
import { families } from "./arbitrary-families.js";
import { referenceEncode } from "./reference/encoder.js";

const protobuf = contentTypeOf("protobuf", "underscores");

test.each(expositionFormats)(
  "families of custom collectors are written as the reference does, in %s",
  async (format) => {
    const allowsUtf8 = format !== "text-0.0.4" && format !== "openmetrics-0.0.1";
    const escaping = allowsUtf8 ? "allow-utf-8" : "underscores";
    await fc.assert(
      fc.asyncProperty(families({ utf8: allowsUtf8 }), fc.boolean(), async (given, created) => {
        const { body } = await render(gathererOf(given), {
          accept: contentTypeOf(format, escaping),
          createdSamples: created,
        });
        const expected = referenceEncode(format, given, { escaping, created });
        expect(Buffer.from(body).toString("latin1")).toBe(Buffer.from(expected).toString("latin1"));
      }),
    );
  },
);

function jobs(metric: Omit<CounterMetric, "labels" | "value">): MetricFamily[] {
  return [{ name: "jobs_total", help: "", type: "counter", metrics: [{ labels: {}, value: 1, ...metric }] }];
}

async function protobufOf(given: readonly MetricFamily[]): Promise<string> {
  const { body } = await render(gathererOf(given), { accept: protobuf });
  return Buffer.from(body).toString("hex");
}

test.each([0, 0.25, 2, 2.5, 1.9999999999, 1_700_000_000, 4_000_000_000.125, -0.25, -3])(
  "the time %d is written as the reference does, in protobuf",
  async (time) => {
    const given = jobs({ created: time, exemplar: { labels: {}, value: 1, timestamp: time } });
    expect(await protobufOf(given)).toBe(Buffer.from(referenceEncode("protobuf", given)).toString("hex"));
  },
);

test("an exemplar without a timestamp has none in protobuf, not the year 1970", async () => {
  const given = jobs({ exemplar: { labels: { trace_id: "x" }, value: 0.5 } });
  expect(await protobufOf(given)).toBe(Buffer.from(referenceEncode("protobuf", given)).toString("hex"));
  expect(parse((await render(gathererOf(given), { accept: protobuf })).body, protobuf)).toEqual(given);
});

test.each([0, 0.25, 2, 2.5, 1.9999999999, 4_000_000_000.125])(
  "the time %d at which a series began is written as the reference does, in protobuf",
  async (seconds) => {
    using _clock = fakeClock(seconds);
    const registry = new Registry();
    new Counter({ name: "jobs_total", help: "", registry });
    new Histogram({ name: "wait_seconds", help: "", buckets: [1], registry });
    const { body } = await render(registry, { accept: protobuf });
    using families = await registry.gather();
    expect(Buffer.from(body).toString("hex")).toBe(Buffer.from(referenceEncode("protobuf", families)).toString("hex"));
  },
);
