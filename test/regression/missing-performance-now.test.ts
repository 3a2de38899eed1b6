import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

const prototype: { now?: unknown } = Object.getPrototypeOf(performance);
const original = Object.getOwnPropertyDescriptor(prototype, "now") as PropertyDescriptor;
const setNow = (now: () => number) => Object.assign(prototype, { now });
const restore = () => Object.defineProperty(prototype, "now", original);

/** Measures a function and scrapes the result. */
async function measured({ Histogram, Registry, renderText }: typeof import("../../src/index.js")) {
  const registry = new Registry();
  const seconds = new Histogram({ name: "job_seconds", help: "", registry });
  seconds.time(() => {});
  await seconds.time(async () => {});
  expect(await renderText(registry)).toContain("\njob_seconds_count 2\n");
  return seconds.get()?.sum;
}

describe.each<[string, () => void]>([
  ["is deleted", () => Reflect.deleteProperty(prototype, "now")],
  ["returns NaN", () => setNow(() => Number.NaN)],
  ["stands still", () => setNow(() => 5)],
  ["runs backwards", () => setNow(countdown())],
])("if performance.now %s", (_, replace) => {
  beforeEach(() => {
    vi.resetModules();
  });
  afterEach(restore);

  test("before the package is loaded, functions are measured and scrapes succeed", async () => {
    replace();
    expect(await measured(await import("../../src/index.js"))).toBeGreaterThanOrEqual(0);
  });

  test("after the package is loaded, functions are measured and scrapes succeed", async () => {
    const narthex = await import("../../src/index.js");
    replace();
    expect(await measured(narthex)).toBeGreaterThanOrEqual(0);
  });

  test("after the first reading, functions are measured and scrapes succeed", async () => {
    const narthex = await import("../../src/index.js");
    await measured(narthex);
    replace();
    expect(await measured(narthex)).toBeGreaterThanOrEqual(0);
  });
});

function countdown(): () => number {
  let at = 1e9;
  return () => {
    at -= 1000;
    return at;
  };
}
