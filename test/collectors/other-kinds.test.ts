import { describe, expect, test } from "vitest";
import { Info, Registry, render, StateSet, Summary } from "../../src/index.js";

const rendered = async (registry: Registry) => Buffer.from((await render(registry)).body).toString();

describe("a summary", () => {
  test("keeps count and sum, from 0, and no quantiles by default", () => {
    const summary = new Summary({ name: "s", help: "", registry: null });
    expect(summary.get()).toEqual({ count: 0, sum: 0, quantiles: [] });
    summary.observe(2);
    summary.observe(0.5);
    expect(summary.get()).toEqual({ count: 2, sum: 2.5, quantiles: [] });
  });

  test("keeps its series apart", () => {
    const summary = new Summary({ name: "s", help: "", labelNames: ["x"], registry: null });
    summary.observe({ x: 1 }, 3);
    summary.labels({ x: 1 }).observe(4);
    summary.observe({ x: 2 }, 5);
    expect(summary.get({ x: 1 })).toMatchObject({ count: 2, sum: 7 });
  });

  test("refuses what is not a number", () => {
    const summary = new Summary({ name: "s", help: "", registry: null });
    expect(() => summary.observe("1" as never)).toThrow('s: the value must be a number, but was "1".');
  });
});

describe("an info", () => {
  test("is not shown before it is set", async () => {
    const registry = new Registry();
    new Info({ name: "build", help: "Build.", registry });
    expect(await rendered(registry)).toBe("");
  });

  test("shows its facts as labels of a sample that is 1", async () => {
    const registry = new Registry();
    const build = new Info({ name: "build", help: "Build.", registry, constLabels: { app: "shop" } });
    build.set({ version: "1.0" });
    build.set({ version: "1.1", commit: "abc" });
    expect(await rendered(registry)).toBe(
      '# HELP build_info Build.\n# TYPE build_info gauge\nbuild_info{app="shop",version="1.1",commit="abc"} 1\n',
    );
  });

  test("takes exactly the facts that it was declared with", () => {
    const build = new Info({ name: "build", help: "", labelNames: ["version"], registry: null });
    build.set({ version: "2" });
    expect(build.get()).toEqual({ version: "2" });
    expect(() => build.set({} as never)).toThrow('build_info: label "version" is missing');
    expect(() => build.set({ version: "2", other: "1" } as never)).toThrow('build_info: unknown label "other"');
  });

  test("rejects names that are invalid or repeat constant labels", () => {
    const build = new Info({ name: "build", help: "", constLabels: { app: "x" }, registry: null });
    expect(() => build.set({ "no-good": "1" })).toThrow(RangeError);
    expect(() => build.set({ app: "1" })).toThrow("build_info: facts must not repeat a name of constLabels");
  });
});

describe("a state set", () => {
  const options = { name: "door", help: "Door.", states: ["open", "closed"] } as const;

  test("begins in its first state", () => {
    expect(new StateSet({ ...options, registry: null }).get()).toBe("open");
  });

  test("has one state at a time", async () => {
    const registry = new Registry();
    const door = new StateSet({ ...options, labelNames: ["house"], registry });
    door.set({ house: "a" }, "closed");
    door.set({ house: "b" }, "open");
    expect(door.get({ house: "a" })).toBe("closed");
    expect(await rendered(registry)).toContain(
      'door{house="a",door="open"} 0\ndoor{house="a",door="closed"} 1\ndoor{house="b",door="open"} 1\ndoor{house="b",door="closed"} 0\n',
    );
  });

  test.each([
    [
      () => new StateSet({ ...options, registry: null }).set("ajar" as never),
      'door: the state must be one of open, closed, but was "ajar".',
    ],
    [
      () => new StateSet({ ...options, states: [], registry: null }),
      "door: states must be a list of at least one non-empty string, but was [].",
    ],
    [
      () => new StateSet({ ...options, states: ["a", "a"], registry: null }),
      'door: states must name each state once, but was "a".',
    ],
    [
      () => new StateSet({ ...options, labelNames: ["door"], registry: null }),
      "door: labelNames must not contain the name of the state set",
    ],
  ])("refuses what makes no state set", (make, message) => {
    expect(make).toThrow(message);
  });
});
