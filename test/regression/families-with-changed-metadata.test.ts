import { describe, expect, test } from "vitest";
import { Counter, type Gatherer, type MetricFamily, Registry, render, renderText } from "../../src/index.js";
import { dispose } from "../../src/platform/dispose.js";

function counted(registry: Registry | null = null): Counter<readonly ["kind"]> {
  const events = new Counter({ name: "events_total", help: "Events.", labelNames: ["kind"], registry });
  events.inc({ kind: "timer" }, 1, { exemplar: { trace_id: "a" } });
  return events;
}

function familiesOf(counter: Counter<readonly ["kind"]>, more: object): MetricFamily[] {
  return (counter.collect() as MetricFamily[]).map((family) => ({ ...family, ...more }) as MetricFamily);
}

describe("a custom collector that returns the family of a live one", () => {
  test.each([
    [{ type: "total" }, "type must be one of"],
    [{ help: undefined }, "help must be a string"],
    [{ name: "" }, "name must be a non-empty string"],
    [{ unit: "seconds" }, "name must end in _seconds"],
  ])("with the invalid metadata %o is omitted", async (more, message) => {
    const registry = new Registry();
    const events = counted();
    registry.register({ collect: () => familiesOf(events, more) });
    new Counter({ name: "others_total", help: "", registry }).inc();
    const failures: string[] = [];
    const text = await renderText(registry, {
      onFailure: (cause, error) => failures.push(`${cause} ${error.message}`),
    });
    expect(text).toBe("# TYPE others_total counter\nothers_total 1\n");
    expect(failures).toEqual([expect.stringContaining(message)]);
  });

  test("that is registered too is omitted, because it would show the series twice", async () => {
    const registry = new Registry();
    const events = counted(registry);
    registry.register({ collect: () => familiesOf(events, {}) });
    const causes: string[] = [];
    const text = await renderText(registry, { onFailure: (cause) => causes.push(cause) });
    expect(text.match(/^events_total\{/gm)).toHaveLength(1);
    expect(causes).toEqual(["duplicate"]);
  });
});

test("a family whose type a gatherer changes is written as its type between scrapes of the original", async () => {
  const events = counted();
  const withType = (type: string): Gatherer => ({
    gather: async () => Object.assign(familiesOf(events, { type }), { [dispose]: () => {} }),
  });
  const written = async (type: string) =>
    Buffer.from(
      (await render(withType(type), { accept: "application/openmetrics-text", createdSamples: true })).body,
    ).toString();
  const before = await written("counter");
  expect(await written("gauge")).toBe(
    '# TYPE events_total gauge\n# HELP events_total Events.\nevents_total{kind="timer"} 1\n# EOF\n',
  );
  expect(await written("counter")).toBe(before);
});
