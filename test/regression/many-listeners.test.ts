import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { Gauge, Registry } from "../../src/index.js";

/** A registry with `count` gauges whose collect functions return when `answer` is called. */
function waiting(count: number) {
  const registry = new Registry();
  let answer = (): void => {};
  const value = new Promise<number>((resolve) => {
    answer = () => resolve(1);
  });
  for (let i = 0; i < count; i++) new Gauge({ name: `g${i}`, help: "", registry, collect: () => value });
  return { registry, answer };
}

test("a gather has one listener on its deadline, whatever the number of collectors, and removes it", async () => {
  const { registry, answer } = waiting(11);
  const { signal } = new AbortController();
  const warnings: Error[] = [];
  const listener = (warning: Error) => warnings.push(warning);
  process.on("warning", listener);
  try {
    const gathering = registry.gather({ deadline: signal });
    await new Promise((resolve) => setImmediate(resolve));
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    answer();
    expect(await gathering).toHaveLength(11);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    // Warnings are emitted in a later turn.
    await new Promise((resolve) => setImmediate(resolve));
    expect(warnings).toEqual([]);
  } finally {
    process.off("warning", listener);
  }
});

test("a gather does not listen to its deadline if all collectors are synchronous", async () => {
  const registry = new Registry();
  new Gauge({ name: "g", help: "", registry, collect: () => 1 });
  const { signal } = new AbortController();
  const gathering = registry.gather({ deadline: signal });
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
  expect(await gathering).toHaveLength(1);
});
