import { afterEach, describe, expect, test, vi } from "vitest";
import { PAGE_SIZE } from "../../src/collectors/storage/slots.js";
import { ByteWriter } from "../../src/exposition/bytes/byte-writer.js";
import { escapeFamilyNames } from "../../src/exposition/escape-family-names.js";
import { encodeProtobuf } from "../../src/exposition/protobuf/encode-protobuf.js";
import { encodeText } from "../../src/exposition/text/encode-text.js";
import { systemClock } from "../../src/globals/clock.js";
import { Counter, Histogram, Registry, Summary, stream } from "../../src/index.js";
import { turnsUntil } from "../event-loop-turns.js";

const SERIES = 20_000;
/** The approximate number of bytes of a chunk. */
const CHUNK_SIZE = 65_536;

const kinds = {
  counters: (registry: Registry) => {
    const options = { name: "c_total", help: "", labelNames: ["id"] as const, maxSeries: SERIES, registry };
    const counter = new Counter(options);
    for (let i = 0; i < SERIES; i++) counter.inc({ id: `some longer value ${i}` }, i);
  },
  histograms: (registry: Registry) => {
    const options = { name: "h_seconds", help: "", labelNames: ["id"] as const, maxSeries: SERIES, registry };
    const histogram = new Histogram(options);
    for (let i = 0; i < SERIES / 10; i++) histogram.observe({ id: `some longer value ${i}` }, i / 7);
  },
  summaries: (registry: Registry) => {
    const options = { name: "s_seconds", help: "", labelNames: ["id"] as const, maxSeries: SERIES, registry };
    const summary = new Summary(options);
    for (let i = 0; i < SERIES; i++) summary.observe({ id: `some longer value ${i}` }, i / 7);
  },
};

const encoders = {
  text: (writer: ByteWriter, families: ReturnType<typeof escapeFamilyNames>) =>
    encodeText(writer, families, "text-0.0.4", "underscores", false),
  openMetrics: (writer: ByteWriter, families: ReturnType<typeof escapeFamilyNames>) =>
    encodeText(writer, families, "openmetrics-1.0.0", "underscores", true),
  protobuf: (writer: ByteWriter, families: ReturnType<typeof escapeFamilyNames>) =>
    encodeProtobuf(writer, families, "underscores"),
};

const accepts = {
  text: "text/plain",
  openMetrics: "application/openmetrics-text;version=1.0.0",
  protobuf: "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
};

function filled(kind: keyof typeof kinds): Registry {
  const registry = new Registry();
  kinds[kind](registry);
  return registry;
}

const cases = Object.keys(kinds).flatMap((kind) =>
  Object.keys(encoders).map((format) => [kind as keyof typeof kinds, format as keyof typeof encoders] as const),
);

afterEach(() => {
  vi.restoreAllMocks();
});

describe("an encoder", () => {
  test.each(cases)("can pause after each page or chunk of %s in %s", async (kind, format) => {
    using gathered = await filled(kind).gather();
    const writer = new ByteWriter();
    let before = 0;
    let most = 0;
    let steps = 0;
    for (const chunk of encoders[format](writer, escapeFamilyNames(gathered, "underscores", undefined))) {
      steps++;
      most = Math.max(most, writer.at + (chunk?.length ?? 0) - before);
      before = writer.at;
    }
    const series = kind === "histograms" ? SERIES / 10 : SERIES;
    expect(steps).toBeGreaterThanOrEqual(series / PAGE_SIZE);
    expect(most).toBeLessThanOrEqual(1.25 * CHUNK_SIZE);
  });
});

describe("a stream", () => {
  test.each(cases)("has chunks that are neither small nor large, of %s in %s", async (kind, format) => {
    const sizes: number[] = [];
    for await (const chunk of await stream(filled(kind), { accept: accepts[format] })) sizes.push(chunk.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2 * CHUNK_SIZE);
    const total = sizes.reduce((sum, size) => sum + size);
    expect(sizes.length).toBeLessThanOrEqual(total / CHUNK_SIZE + 2);
  });

  test.each(cases)("yields to the event loop after each slice, with %s in %s", async (kind, format) => {
    const chunks = await stream(filled(kind), { accept: accepts[format] });
    let now = 0;
    // A slice has at most four steps of an encoder.
    vi.spyOn(systemClock, "monotonic").mockImplementation(() => {
      now += 0.25;
      return now;
    });
    const read = async (): Promise<void> => {
      for await (const _ of chunks);
    };
    const turns = await turnsUntil(read());
    const series = kind === "histograms" ? SERIES / 10 : SERIES;
    expect(turns).toBeGreaterThanOrEqual(Math.floor(series / PAGE_SIZE / 5));
  });
});
