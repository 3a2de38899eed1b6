import { describe, expect, test } from "vitest";
import { bind, countCalls, counter, Registry } from "../../src/index.js";
import { sampleValue } from "../../src/testing/index.js";

const calls = counter({ name: "calls_of_unregistered_total", help: "" });

describe("a function whose collector was removed from its registry", () => {
  test.each<[string, (registry: Registry) => void]>([
    ["by unregister", (registry) => void registry.unregister(registry.getOrCreate(calls))],
    ["by clear", (registry) => registry.clear()],
  ])("%s counts in a new collector", async (_, takeOut) => {
    const registry = new Registry();
    const run = countCalls(calls, () => {});
    using _bound = bind(run, registry);
    run();
    takeOut(registry);
    run();
    run();
    expect(await sampleValue(registry, "calls_of_unregistered_total")).toBe(2);
  });
});
