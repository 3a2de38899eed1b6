import { describe, expect, test } from "vitest";
import { Info, Registry, render } from "../../src/index.js";

const rendered = async (registry: Registry) => Buffer.from((await render(registry)).body).toString();

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
