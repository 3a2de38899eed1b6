import { describe, expect, test } from "vitest";
import { Summary } from "../../src/index.js";

describe("a summary", () => {
  test("has count and sum, which start at 0, and no quantiles by default", () => {
    const summary = new Summary({ name: "s", help: "", registry: null });
    expect(summary.get()).toEqual({ count: 0, sum: 0, quantiles: [] });
    summary.observe(2);
    summary.observe(0.5);
    expect(summary.get()).toEqual({ count: 2, sum: 2.5, quantiles: [] });
  });

  test("has a separate count and sum for each series", () => {
    const summary = new Summary({ name: "s", help: "", labelNames: ["x"], registry: null });
    summary.observe({ x: 1 }, 3);
    summary.labels({ x: 1 }).observe(4);
    summary.observe({ x: 2 }, 5);
    expect(summary.get({ x: 1 })).toMatchObject({ count: 2, sum: 7 });
  });

  test("rejects a value that is not a number", () => {
    const summary = new Summary({ name: "s", help: "", registry: null });
    expect(() => summary.observe("1" as never)).toThrow('s: the value must be a number, but was "1".');
  });
});
