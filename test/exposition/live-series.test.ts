import { expect, test } from "vitest";
import { contentTypeOf } from "../../src/exposition/negotiation/format.js";
import { Counter, Histogram, Registry, render, stream } from "../../src/index.js";

const formats = ["text-0.0.4", "openmetrics-1.0.0", "protobuf"] as const;

/** A registry with series whose labels are so long that those of one page fill several chunks, and one removed series. */
function longSeries(): { registry: Registry; histogram: Histogram<readonly ["x"]> } {
  const registry = new Registry();
  const histogram = new Histogram({ name: "h", help: "", labelNames: ["x"], buckets: [1], registry });
  for (let i = 0; i < 300; i++) histogram.observe({ x: `${"long ".repeat(100)}${i}` }, i / 100);
  histogram.remove({ x: `${"long ".repeat(100)}7` });
  return { registry, histogram };
}

test.each(formats)(
  "series with long labels are streamed as %s in chunks that do not grow with the page",
  async (format) => {
    const { registry } = longSeries();
    const accept = contentTypeOf(format, "underscores");
    const chunks: Uint8Array[] = [];
    for await (const chunk of await stream(registry, accept)) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals((await render(registry, accept)).body)).toBe(true);
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThan(100_000);
  },
);

test.each(formats)(
  "series that come and go while a stream pauses do not change what it writes as %s",
  async (format) => {
    const { registry, histogram } = longSeries();
    const accept = contentTypeOf(format, "underscores");
    const { body } = await render(registry, accept);
    const chunks: Uint8Array[] = [];
    for await (const chunk of await stream(registry, accept)) {
      chunks.push(chunk);
      histogram.observe({ x: `new ${chunks.length}` }, 1);
      histogram.remove({ x: `${"long ".repeat(100)}${290 + chunks.length}` });
    }
    expect(chunks.length).toBeGreaterThan(2);
    expect(Buffer.concat(chunks).equals(body)).toBe(true);
  },
);

test.each(formats)("a collector without series adds nothing to the %s of the family that it shares", async (format) => {
  const [shared, alone] = [new Registry(), new Registry()];
  const options = { name: "c_total", help: "", labelNames: ["x"] } as const;
  for (const registry of [shared, alone])
    new Counter({ ...options, constLabels: { zone: "a" }, registry }).inc({ x: 1 });
  new Counter({ ...options, constLabels: { zone: "b" }, registry: shared });
  const accept = contentTypeOf(format, "underscores");
  expect((await render(shared, accept)).body).toEqual((await render(alone, accept)).body);
});

test.each(["text-0.0.4", "protobuf"] as const)("a stream of no families has no chunk in %s", async (format) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await stream(new Registry(), contentTypeOf(format, "underscores"))) chunks.push(chunk);
  expect(chunks).toEqual([]);
});
