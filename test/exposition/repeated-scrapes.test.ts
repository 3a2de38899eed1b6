import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { acceptHeaderFor, expositionFormats, parse, render, renderText } from "../../src/exposition/index.js";
import { Counter, Gauge, Registry } from "../../src/index.js";
import { referenceEncode } from "./reference/encoder.js";

const finite = fc.oneof(
  fc.integer({ min: -1, max: 12 }),
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 99, 100, 2 ** 31 - 1, 2 ** 31),
);

/** Values of three series at each of several scrapes. Many do not change from one scrape to the next. */
const scrapes = fc.array(fc.tuple(finite, finite, fc.option(finite, { nil: undefined })), {
  minLength: 2,
  maxLength: 8,
});

const withGauge = (registry: Registry) =>
  new Gauge({ name: "g", help: 'A "help".\n', labelNames: ["x y"], nameValidation: "utf8", registry });

describe.each(["text-0.0.4", "openmetrics-1.0.0"] as const)("repeated scrapes of a small family in %s", (format) => {
  const text = (registry: Registry, options: { readonly createdSamples?: boolean } = {}) =>
    renderText(registry, { format, ...options });

  test("are equal to the first scrape of another registry with the same values", async () => {
    await fc.assert(
      fc.asyncProperty(scrapes, async (all) => {
        const repeated = new Registry();
        const gauge = withGauge(repeated);
        for (const [a, b, c] of all) {
          const fresh = new Registry();
          for (const each of [gauge, withGauge(fresh)]) {
            each.set({ "x y": " 1 2 " }, a);
            each.set({ "x y": 'b"\n' }, b);
            if (c !== undefined) each.set({ "x y": "" }, c);
            else each.remove({ "x y": "" });
          }
          expect(await text(repeated)).toBe(await text(fresh));
        }
      }),
    );
  });

  test("follow series that are removed and added", async () => {
    const registry = new Registry();
    const events = new Counter({ name: "events_total", help: "", labelNames: ["kind"], registry });
    for (const kind of ["a", "b", "c"]) events.inc({ kind });
    for (let i = 0; i < 3; i++) await text(registry);
    events.remove({ kind: "b" });
    expect(await text(registry)).not.toContain('"b"');
    events.inc({ kind: "d" }, 5);
    for (let i = 0; i < 3; i++) {
      expect((await text(registry)).match(/^events_total.*$/gm)).toEqual([
        'events_total{kind="a"} 1',
        'events_total{kind="d"} 5',
        'events_total{kind="c"} 1',
      ]);
    }
  });

  test("include exemplars and created samples when these come later", async () => {
    const registry = new Registry();
    const events = new Counter({ name: "events_total", help: "", registry });
    for (let i = 0; i < 3; i++) await text(registry);
    events.inc(1, { exemplar: { trace_id: "7" } });
    const isOpenMetrics = format === "openmetrics-1.0.0";
    const last = await text(registry, { createdSamples: true });
    expect([last.includes("trace_id"), last.includes("events_created")]).toEqual([isOpenMetrics, isOpenMetrics]);
  });

  test("show values that need more digits than before", async () => {
    const registry = new Registry();
    const events = new Counter({ name: "events_total", help: "", registry });
    const values: unknown[] = [];
    for (const amount of [9, 1, 89, 1, 0.5, 0.25, 1e20, 1e300]) {
      events.inc(amount);
      values.push((await text(registry)).match(/^events_total (.*)$/m)?.[1]);
    }
    expect(values).toEqual(["9", "10", "99", "100", "100.5", "100.75", "100000000000000000000", "1e+300"]);
  });
});

test("repeated scrapes of a small family in protobuf show the current values", async () => {
  const { contentType } = await render(new Registry(), { accept: acceptHeaderFor("protobuf") });
  await fc.assert(
    fc.asyncProperty(scrapes, async (all) => {
      const registry = new Registry();
      const gauge = withGauge(registry);
      for (const [a, b, c] of all) {
        gauge.set({ "x y": "a" }, a);
        gauge.set({ "x y": 'b"\n' }, b);
        if (c !== undefined) gauge.set({ "x y": "" }, c);
        else gauge.remove({ "x y": "" });
        const { body } = await render(registry, { accept: acceptHeaderFor("protobuf") });
        const [family] = parse(body, contentType);
        const shown = Object.fromEntries([...(family?.metrics ?? [])].map((metric) => [metric.labels["x y"], metric]));
        const expected = c === undefined ? { a, 'b"\n': b } : { a, 'b"\n': b, "": c };
        expect(Object.keys(shown).sort()).toEqual(Object.keys(expected).sort());
        for (const [label, value] of Object.entries(expected)) expect(shown[label]).toMatchObject({ value });
      }
    }),
  );
});

test.each(expositionFormats)(
  "registries with other labels and prefixes show the same collector in %s",
  async (format) => {
    const events = new Counter({ name: "events_total", help: "Events.", registry: null });
    const scopes = [
      { prefix: "a_", constLabels: { region: "x" } },
      { prefix: "b_", constLabels: { region: "x" } },
      { prefix: "b_", constLabels: { region: "y" } },
      { prefix: "b_", constLabels: { zone: "y" } },
    ];
    const registries = scopes.map((scope) => new Registry(scope));
    for (const registry of registries) registry.register(events);
    for (let time = 0; time < 3; time++) {
      for (const [i, registry] of registries.entries()) {
        const { body, contentType } = await render(registry, { accept: acceptHeaderFor(format) });
        const [family] = parse(body, contentType);
        const labels = [...(family?.metrics ?? [])].map((metric) => metric.labels);
        expect([family?.name, labels]).toEqual([`${scopes[i]?.prefix}events_total`, [scopes[i]?.constLabels]]);
      }
    }
  },
);

test.each(expositionFormats)(
  "small families whose values grow and shrink do not change the bytes of others, in %s",
  async (format) => {
    const value = fc.oneof(finite, fc.constantFrom(0, 1, -1.234567890123456e-300));
    const step = fc.tuple(fc.nat({ max: 3 }), value);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
        const registry = new Registry();
        const gauges = ["a", "b", "c", "d"].map((name) => new Gauge({ name, help: "", registry }));
        for (const [i, next] of steps) {
          gauges[i]?.set(next);
          const { body } = await render(registry, { accept: acceptHeaderFor(format) });
          using families = await registry.gather();
          expect(Buffer.from(body).equals(referenceEncode(format, families))).toBe(true);
        }
      }),
    );
  },
);
