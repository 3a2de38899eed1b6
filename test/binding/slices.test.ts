import { afterEach, expect, test, vi } from "vitest";
import { bindEnqueued } from "../../src/binding/lazy-binding.js";
import { systemClock } from "../../src/globals/clock.js";
import { bind, countCalls, counter, defaultRegistry, Registry } from "../../src/index.js";
import { turnsUntil } from "../event-loop-turns.js";

/** Declares a number of functions, each with a collector of its own. */
function declare(prefix: string, count: number): readonly (() => void)[] {
  return Array.from({ length: count }, (_, i) =>
    countCalls(counter({ name: `${prefix}_${i}_total`, help: "Calls." }), () => {}),
  );
}

/** Makes each reading of the clock take half of a slice. */
function mockClock(): void {
  let now = 0;
  vi.spyOn(systemClock, "monotonic").mockImplementation(() => {
    now += 0.25;
    return now;
  });
}

afterEach(() => {
  vi.restoreAllMocks();
});

test("the first gather yields to the event loop while it binds", async () => {
  const kept = declare("sliced", 100);
  mockClock();
  expect(await turnsUntil(bindEnqueued())).toBeGreaterThanOrEqual(kept.length / 4);
  expect(defaultRegistry.get(`sliced_${kept.length - 1}_total`)).toBeDefined();
});

test("a second gather also waits until all are bound", async () => {
  const kept = declare("twice", 100);
  mockClock();
  void bindEnqueued();
  await bindEnqueued();
  expect(kept.every((_, i) => defaultRegistry.get(`twice_${i}_total`) !== undefined)).toBe(true);
});

test("a function that is bound to another registry during a pause stays out of the default one", async () => {
  const kept = declare("moved", 100);
  mockClock();
  const bound = bindEnqueued();
  bind(kept.at(-1) as () => void, new Registry());
  await bound;
  expect(defaultRegistry.get("moved_98_total")).toBeDefined();
  expect(defaultRegistry.get("moved_99_total")).toBeUndefined();
});
