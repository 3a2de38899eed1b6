import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  contentTypeOf,
  type EscapingScheme,
  type ExpositionFormatName,
  expositionFormats,
  render,
} from "../../src/exposition/index.js";
import { Counter, type Gatherer, Gauge, Histogram, onError, Registry } from "../../src/index.js";
import { randomRegistry } from "./random-registry.js";
import { referenceEncode } from "./reference-encoder.js";

async function bodies(
  gatherer: Gatherer,
  format: ExpositionFormatName,
  escaping: EscapingScheme,
  created: boolean,
): Promise<[string, string]> {
  const { body } = await render(gatherer, contentTypeOf(format, escaping), { createdSamples: created });
  using families = await gatherer.gather();
  const reference = referenceEncode(format, families, {
    escaping: format.endsWith("0.0.4") || format.endsWith("0.0.1") ? "underscores" : escaping,
    created,
  });
  const encoding = format === "protobuf" ? "hex" : "utf8";
  return [Buffer.from(body).toString(encoding), Buffer.from(reference).toString(encoding)];
}

// Text shows little of native histograms, which is reported.
beforeAll(() => onError(() => {}));
afterAll(() => onError(undefined));

describe("each encoder", () => {
  test.each(expositionFormats)("writes random registries as the reference does, in %s", async (format) => {
    const schemes = fc.constantFrom<EscapingScheme>("allow-utf-8", "underscores", "dots", "values");
    await fc.assert(
      fc.asyncProperty(randomRegistry, schemes, fc.boolean(), async (registry, escaping, created) => {
        const [body, reference] = await bodies(registry, format, escaping, created);
        expect(body).toBe(reference);
      }),
      { numRuns: 100 },
    );
  });

  test("never writes the NaN by which Prometheus takes a series for ended", async () => {
    const [staleMarker] = new Float64Array(new BigUint64Array([0x7ff0_0000_0000_0002n]).buffer) as unknown as [number];
    const registry = new Registry();
    const gauge = new Gauge({ name: "level", help: "h", labelNames: ["at"], registry });
    const histogram = new Histogram({ name: "wait_seconds", help: "h", registry });
    for (let i = 0; i < 3; i++) gauge.set({ at: i }, staleMarker);
    histogram.observe(staleMarker);
    const whole = await render(registry, contentTypeOf("protobuf", "underscores"));
    gauge.remove({ at: 1 });
    const withGap = await render(registry, contentTypeOf("protobuf", "underscores"));
    for (const { body } of [whole, withGap]) {
      const bytes = Buffer.from(body);
      expect(bytes.includes(Buffer.from("020000000000f07f", "hex"))).toBe(false);
      expect(bytes.includes(Buffer.from("000000000000f87f", "hex"))).toBe(true);
    }
  });

  test.each(expositionFormats)(
    "writes the second scrape, from kept bytes, as the reference does, in %s",
    async (format) => {
      const registry = new Registry();
      const counter = new Counter({ name: "events_total", help: "h", labelNames: ["kind"], registry });
      const histogram = new Histogram({ name: "wait_seconds", help: "h", labelNames: ["kind"], registry });
      for (let i = 0; i < 1000; i++) counter.inc({ kind: i }, i);
      await bodies(registry, format, "underscores", false);
      for (let i = 0; i < 1000; i += 3) counter.remove({ kind: i });
      for (let i = 0; i < 1500; i++) counter.inc({ kind: `new ${i}` }, i * 1.5);
      for (let i = 0; i < 600; i++) histogram.observe({ kind: i }, i / 100);
      const [body, reference] = await bodies(registry, format, "underscores", false);
      expect(body).toBe(reference);
    },
  );
});
