import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Counter, type Gathered, Registry } from "../../../src/index.js";

const shown = (gathered: Gathered): string[] =>
  [...(gathered[0]?.metrics ?? [])].map(({ labels }) => labels["x"] as string).sort();

function counting(...series: readonly string[]) {
  const registry = new Registry();
  const counter = new Counter({ name: "a_total", help: "", labelNames: ["x"], registry });
  for (const x of series) counter.inc({ x });
  return { registry, counter };
}

describe("a scrape", () => {
  test("does not contain a series that is created after it begins", async () => {
    const { registry, counter } = counting("a");
    using gathered = await registry.gather();
    counter.inc({ x: "b" });
    expect(shown(gathered)).toEqual(["a"]);
  });

  test("contains a series that is removed after it begins", async () => {
    const { registry, counter } = counting("a", "b");
    using gathered = await registry.gather();
    counter.remove({ x: "a" });
    counter.inc({ x: "c" });
    expect(shown(gathered)).toEqual(["a", "b"]);
  });

  test("contains a series once if it is removed and created again during the scrape", async () => {
    const { registry, counter } = counting("a", "b");
    using gathered = await registry.gather();
    counter.remove({ x: "a" });
    counter.inc({ x: "a" });
    expect(shown(gathered)).toEqual(["a", "b"]);
  });

  test("contains a series that was removed after it began, even if an earlier scrape ends", async () => {
    const { registry, counter } = counting("a");
    const earlier = await registry.gather();
    counter.inc({ x: "b" });
    using later = await registry.gather();
    counter.remove({ x: "b" });
    earlier[Symbol.dispose]();
    using last = await registry.gather();
    expect(shown(later)).toEqual(["a", "b"]);
    expect(shown(last)).toEqual(["a"]);
  });

  test("reads values when they are encoded, not when it begins", async () => {
    const { registry, counter } = counting("a");
    using gathered = await registry.gather();
    counter.inc({ x: "a" }, 9);
    expect([...(gathered[0]?.metrics ?? [])]).toMatchObject([{ value: 10 }]);
  });

  test("contains exactly the series that exist when it begins, with any other scrapes", async () => {
    const step = fc.record({ verb: fc.constantFrom("add", "remove", "begin", "end"), x: fc.nat(6).map(String) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { registry, counter } = counting("0");
        const live = new Set(["0"]);
        const running: { gathered: Gathered; expected: string[] }[] = [];
        for (const { verb, x } of steps) {
          if (verb === "add") {
            counter.inc({ x });
            live.add(x);
          } else if (verb === "remove") {
            expect(counter.remove({ x })).toBe(live.delete(x));
          } else if (verb === "begin") {
            running.push({ gathered: await registry.gather(), expected: [...live].sort() });
          } else running.splice(Number(x) % (running.length || 1), 1)[0]?.gathered[Symbol.dispose]();
          for (const { gathered, expected } of running) expect(shown(gathered)).toEqual(expected);
        }
        for (const { gathered } of running) gathered[Symbol.dispose]();
        using after = await registry.gather();
        expect(shown(after)).toEqual([...live].sort());
      }),
      { numRuns: 200 },
    );
  });
});
