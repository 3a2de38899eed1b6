import { expect, test } from "vitest";
import { ByteWriter } from "../../src/exposition/bytes/byte-writer.js";
import { acceptHeaderFor } from "../../src/exposition/negotiation/accept-header.js";
import { encodeProtobuf } from "../../src/exposition/protobuf/encode-protobuf.js";
import { render, stream } from "../../src/exposition/render.js";
import { renderText } from "../../src/exposition/render-text.js";
import { encodeText } from "../../src/exposition/text/encode-text.js";
import { SERIES_PER_STEP } from "../../src/globals/scrape-slice.js";
import type { Gathered } from "../../src/model/collector.js";
import type { MetricFamily } from "../../src/model/families/metric-family.js";
import { gathererOf } from "../testing/gatherer-of.js";

function gauges(count: number): MetricFamily {
  const metrics = Array.from({ length: count }, (_, i) => ({ labels: { x: `${i}` }, value: i }));
  return { name: "a", help: "", type: "gauge", metrics };
}

test("a caller may pause after every 64 series of a custom collector", () => {
  const families = [{ family: gauges(3 * SERIES_PER_STEP), name: "a" }];
  const pauses = (steps: Iterable<unknown>) => [...steps].filter((chunk) => chunk === undefined).length;
  // One of them comes after the family.
  expect(pauses(encodeText(new ByteWriter(), families, "text-0.0.4", "underscores", false))).toBe(4);
  expect(pauses(encodeProtobuf(new ByteWriter(), families, "underscores"))).toBe(4);
});

test("a family of many series is written whole", async () => {
  const lines = Array.from({ length: 500 }, (_, i) => `a{x="${i}"} ${i}\n`);
  expect(await renderText(gathererOf([gauges(500)]))).toBe(`# TYPE a gauge\n${lines.join("")}`);
});

test.each(["text-0.0.4", "protobuf"] as const)("a large family is streamed as %s in several chunks", async (format) => {
  const gatherer = gathererOf([gauges(20_000)]);
  const accept = acceptHeaderFor(format, "underscores");
  const chunks: Uint8Array[] = [];
  for await (const chunk of await stream(gatherer, { accept })) chunks.push(chunk);
  expect(chunks.length).toBeGreaterThan(3);
  expect(Buffer.concat(chunks).equals((await render(gatherer, { accept })).body)).toBe(true);
});

test("families are disposed of once, after the last chunk or when the consumer stops", async () => {
  let disposals = 0;
  const gather = async (): Promise<Gathered> =>
    Object.assign([gauges(20_000)], { [Symbol.dispose]: () => void disposals++ });
  await render({ gather });
  expect(disposals).toBe(1);
  for await (const _ of await stream({ gather })) {
    expect(disposals).toBe(1);
    break;
  }
  expect(disposals).toBe(2);
});
