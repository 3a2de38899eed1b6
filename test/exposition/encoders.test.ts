import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  acceptHeaderFor,
  type EscapingScheme,
  type ExpositionFormatName,
  expositionFormats,
  render,
} from "../../src/exposition/index.js";
import { Counter, type Gatherer, Gauge, Histogram, onError, Registry, StateSet, Summary } from "../../src/index.js";
import { randomRegistry } from "./random-registry.js";
import { referenceEncode } from "./reference/encoder.js";

async function bodies(
  gatherer: Gatherer,
  format: ExpositionFormatName,
  escaping: EscapingScheme,
  created: boolean,
): Promise<[string, string]> {
  const { body } = await render(gatherer, { accept: acceptHeaderFor(format, escaping), createdSamples: created });
  using families = await gatherer.gather();
  const hasUtf8Names = !format.includes("-0.0.");
  const reference = referenceEncode(format, families, {
    escaping: hasUtf8Names || escaping !== "allow-utf-8" ? escaping : "underscores",
    created,
  });
  const encoding = format === "protobuf" ? "hex" : "utf8";
  return [Buffer.from(body).toString(encoding), Buffer.from(reference).toString(encoding)];
}

// Text shows little of native histograms, which is reported.
beforeAll(() => onError(() => {}));
afterAll(() => onError(undefined));

describe("each encoder", () => {
  test.each(expositionFormats)(
    "writes the same bytes as the reference encoder for random registries, in %s",
    async (format) => {
      const schemes = fc.constantFrom<EscapingScheme>("allow-utf-8", "underscores", "dots", "values");
      await fc.assert(
        fc.asyncProperty(randomRegistry, schemes, fc.boolean(), async (registry, escaping, created) => {
          const [body, reference] = await bodies(registry, format, escaping, created);
          expect(body).toBe(reference);
        }),
        { numRuns: 100 },
      );
    },
  );

  test("uses cached bytes only for the same name, scheme and options", async () => {
    const inner = new Registry();
    const options = { help: "h", nameValidation: "utf8", labelNames: ["kind.é"], registry: inner } as const;
    const counter = new Counter({ name: "events.seen_total", ...options });
    const histogram = new Histogram({ name: "wait_seconds", buckets: [-1, 1], ...options });
    const summary = new Summary({ name: "size_bytes", quantiles: { 0.5: 0.01 }, ...options });
    const stateSet = new StateSet({ name: "phase", states: ["on", "off"], ...options });
    const registries = [
      inner,
      new Registry({ prefix: "app_" }),
      new Registry({ prefix: "other_" }),
      new Registry({ constLabels: { zone: '"1"' } }),
    ];
    for (const collector of [counter, histogram, summary, stateSet]) {
      for (const registry of registries.slice(1)) registry.register(collector);
    }
    for (const kind of ["a", "b"]) {
      counter.inc({ "kind.é": kind }, 2, { exemplar: { trace_id: "1" } });
      histogram.observe({ "kind.é": kind }, 0.5);
      summary.observe({ "kind.é": kind }, 7);
      stateSet.set({ "kind.é": kind }, "on");
    }
    const scrape = fc.record({
      registry: fc.constantFrom(...registries),
      format: fc.constantFrom(...expositionFormats),
      escaping: fc.constantFrom<EscapingScheme>("allow-utf-8", "underscores", "dots", "values"),
      created: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(scrape, { minLength: 2, maxLength: 6 }), async (scrapes) => {
        for (const { registry, format, escaping, created } of scrapes) {
          const [body, reference] = await bodies(registry, format, escaping, created);
          expect(body).toBe(reference);
        }
      }),
    );
  });

  test("never writes the NaN that Prometheus reads as the end of a series", async () => {
    const [staleMarker] = new Float64Array(new BigUint64Array([0x7ff0_0000_0000_0002n]).buffer) as unknown as [number];
    const registry = new Registry();
    const gauge = new Gauge({ name: "level", help: "h", labelNames: ["at"], registry });
    const histogram = new Histogram({ name: "wait_seconds", help: "h", registry });
    for (let i = 0; i < 3; i++) gauge.set({ at: i }, staleMarker);
    histogram.observe(staleMarker);
    const whole = await render(registry, { accept: acceptHeaderFor("protobuf", "underscores") });
    gauge.remove({ at: 1 });
    const withGap = await render(registry, { accept: acceptHeaderFor("protobuf", "underscores") });
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
