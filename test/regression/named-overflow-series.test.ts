import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Counter, onError, Registry, renderText } from "../../src/index.js";
import { fakeClock } from "../../src/testing/fake-clock.js";

const told = vi.fn();
beforeEach(() => onError(told.mockReset()));
afterEach(() => onError(undefined));

const overflow = "__overflow__";

function limited(ttlSeconds?: number) {
  const registry = new Registry();
  const options = { name: "hits_total", help: "", labelNames: ["path", "tenant"], registry } as const;
  return { registry, hits: new Counter({ ...options, maxSeries: 2, ttlSeconds }) };
}

/** The lines of the series of `hits_total`. */
async function lines(registry: Registry): Promise<string[]> {
  return (await renderText(registry, { names: ["hits_total"] })).split("\n").filter((line) => line.startsWith("hits"));
}

describe("a series with the labels of the overflow series", () => {
  test("is the overflow series when a program creates it before the limit is reached", async () => {
    const { registry, hits } = limited();
    const child = hits.labels({ path: overflow, tenant: overflow });
    child.inc();
    for (let path = 0; path < 4; path++) hits.inc({ path, tenant: "a" });
    child.inc();
    expect(await lines(registry)).toEqual([
      'hits_total{path="__overflow__",tenant="__overflow__"} 4',
      'hits_total{path="0",tenant="a"} 1',
      'hits_total{path="1",tenant="a"} 1',
    ]);
  });

  test("is neither counted nor reported as an overflow when a program names it", async () => {
    const { registry, hits } = limited();
    hits.inc({ path: overflow, tenant: overflow });
    hits.inc({ path: overflow, tenant: overflow });
    expect((await registry.gather()).map(({ name }) => name)).toEqual(["hits_total"]);
    expect(told).not.toHaveBeenCalled();
  });

  test("does not keep the first overflow from being reported", () => {
    const { hits } = limited();
    hits.inc({ path: overflow, tenant: overflow });
    for (let path = 0; path < 5; path++) hits.inc({ path, tenant: "a" });
    expect(told).toHaveBeenCalledOnce();
  });

  test("is a series like others if only some of its labels are __overflow__", async () => {
    const { registry, hits } = limited();
    for (const tenant of ["a", "b", "c"]) hits.inc({ path: overflow, tenant });
    expect(await lines(registry)).toEqual([
      'hits_total{path="__overflow__",tenant="a"} 1',
      'hits_total{path="__overflow__",tenant="b"} 1',
      'hits_total{path="__overflow__",tenant="__overflow__"} 1',
    ]);
  });
});

test("no exposition has a series twice, whatever a program does with the labels of the overflow series", async () => {
  const value = fc.constantFrom(overflow, "a", "b", "c");
  const labels = fc.record({ path: value, tenant: fc.constantFrom(overflow, "a") });
  const step = fc.oneof(
    labels.map((given) => ({ do: "inc" as const, given })),
    labels.map((given) => ({ do: "keep" as const, given })),
    labels.map((given) => ({ do: "remove" as const, given })),
    fc.constantFrom({ do: "clear" as const }, { do: "wait" as const }, { do: "update" as const }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.boolean(), async (steps, expires) => {
      using clock = fakeClock();
      const { registry, hits } = limited(expires ? 10 : undefined);
      const kept: { inc(): void }[] = [];
      for (const each of steps) {
        if (each.do === "inc") hits.inc(each.given);
        else if (each.do === "keep") kept.push(hits.labels(each.given));
        else if (each.do === "remove") hits.remove(each.given);
        else if (each.do === "clear") hits.clear();
        else if (each.do === "wait") clock.advance(6);
        else kept.at(-1)?.inc();
        const series = (await lines(registry)).map((line) => line.replace(/ .*/, ""));
        expect(new Set(series).size).toBe(series.length);
      }
    }),
  );
});
