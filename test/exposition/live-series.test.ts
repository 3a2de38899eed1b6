import { expect, test } from "vitest";
import { ByteWriter } from "../../src/exposition/bytes/byte-writer.js";
import { acceptHeaderFor } from "../../src/exposition/negotiation/accept-header.js";
import { encodeProtobuf } from "../../src/exposition/protobuf/encode-protobuf.js";
import { Counter, Histogram, Registry, render, stream } from "../../src/index.js";
import { fakeClock } from "../../src/testing/fake-clock.js";
import { referenceEncode } from "./reference/encoder.js";

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
    const accept = acceptHeaderFor(format, "underscores");
    const chunks: Uint8Array[] = [];
    for await (const chunk of await stream(registry, { accept })) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals((await render(registry, { accept })).body)).toBe(true);
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThan(100_000);
  },
);

test.each(formats)(
  "series that come and go while a stream pauses do not change what it writes as %s",
  async (format) => {
    const { registry, histogram } = longSeries();
    const accept = acceptHeaderFor(format, "underscores");
    const { body } = await render(registry, { accept });
    const chunks: Uint8Array[] = [];
    for await (const chunk of await stream(registry, { accept })) {
      chunks.push(chunk);
      histogram.observe({ x: `new ${chunks.length}` }, 1);
      histogram.remove({ x: `${"long ".repeat(100)}${290 + chunks.length}` });
    }
    expect(chunks.length).toBeGreaterThan(2);
    expect(Buffer.concat(chunks).equals(body)).toBe(true);
  },
);

test.each(formats)("a collector without series adds nothing to the %s of the family that it shares", async (format) => {
  using _clock = fakeClock(1_700_000_000);
  const [shared, alone] = [new Registry(), new Registry()];
  const options = { name: "c_total", help: "", labelNames: ["x"] } as const;
  for (const registry of [shared, alone])
    new Counter({ ...options, constLabels: { zone: "a" }, registry }).inc({ x: 1 });
  new Counter({ ...options, constLabels: { zone: "b" }, registry: shared });
  const accept = acceptHeaderFor(format, "underscores");
  expect((await render(shared, { accept })).body).toEqual((await render(alone, { accept })).body);
});

test.each(["text-0.0.4", "protobuf"] as const)("a stream of no families has no chunk in %s", async (format) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await stream(new Registry(), { accept: acceptHeaderFor(format, "underscores") }))
    chunks.push(chunk);
  expect(chunks).toEqual([]);
});

test.each(formats)("exemplars of one page, or of one collector of a family, are written as %s", async (format) => {
  const few = { name: "c_total", help: "", labelNames: ["x"] } as const;
  for (const zones of ["ab", "ba"]) {
    const registry = new Registry();
    for (const zone of zones) {
      const counter = new Counter({ ...few, constLabels: { zone }, registry });
      for (let i = 0; i < 300; i++) counter.inc({ x: i }, i);
      if (zone === "b") counter.inc({ x: 299 }, 1, { exemplar: { trace_id: "t" } });
    }
    const { body } = await render(registry, { accept: acceptHeaderFor(format, "underscores") });
    using families = await registry.gather();
    expect(Buffer.from(body).equals(referenceEncode(format, families))).toBe(true);
  }
});

test.each([
  [64, 2],
  [65, 2],
  [256, 5],
])("a caller may pause while it encodes a histogram of %d series as protobuf", async (count, pauses) => {
  const registry = new Registry();
  const histogram = new Histogram({ name: "h", help: "", labelNames: ["x"], registry });
  for (let i = 0; i < count; i++) histogram.observe({ x: i }, 1);
  using gathered = await registry.gather();
  const families = [...gathered].map((family) => ({ family, name: family.name }));
  const steps = [...encodeProtobuf(new ByteWriter(), families, "underscores")];
  // One step comes after the family, and the last one yields all its bytes.
  expect(steps.slice(0, -1)).toEqual(Array.from({ length: pauses + 1 }, () => undefined));
  expect(steps.at(-1)?.length).toBeGreaterThan(count);
});
