import { describe, expect, test } from "vitest";
import { Info, Registry, renderText } from "../../src/index.js";
import { withCode } from "../../src/model/errors/coded-error.js";

describe("an info", () => {
  test("is not exposed before it is set", async () => {
    const registry = new Registry();
    new Info({ name: "build", help: "Build.", registry });
    expect(await renderText(registry)).toBe("");
  });

  test("exposes its facts as labels of a sample with the value 1", async () => {
    const registry = new Registry();
    const build = new Info({ name: "build", help: "Build.", registry, constLabels: { app: "shop" } });
    build.set({ version: "1.0" });
    build.set({ version: "1.1", commit: "abc" });
    expect(await renderText(registry)).toBe(
      '# HELP build_info Build.\n# TYPE build_info gauge\nbuild_info{app="shop",version="1.1",commit="abc"} 1\n',
    );
  });

  test("requires exactly the declared facts", () => {
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

const options = { name: "build", help: "Build.", registry: null };

describe("the facts of an info", () => {
  test.each([
    [undefined, "undefined"],
    [null, "null"],
    ["1.0", '"1.0"'],
  ])("are refused when they are %j", (facts, text) => {
    const build = new Info(options);
    expect(() => build.set(facts as never)).toThrow(
      withCode(
        "NARTHEX_INVALID_LABELS",
        new TypeError(`build_info: facts must be an object of names and values, but was ${text}.`),
      ),
    );
    expect(build.get()).toBeUndefined();
  });

  test("may have any UTF-8 names only if the info declares that", () => {
    expect(() => new Info(options).set({ "build.number": "7" })).toThrow(RangeError);
    expect(() => new Info({ ...options, nameValidation: "legacy" }).set({ "build.number": "7" })).toThrow(RangeError);
    const build = new Info({ ...options, nameValidation: "utf8" });
    build.set({ "build.number": "7" });
    expect(build.get()).toEqual({ "build.number": "7" });
  });

  test("must not have names that become equal in formats without UTF-8", () => {
    const build = new Info({ ...options, nameValidation: "utf8", constLabels: { "build.zone": "a" } });
    expect(() => build.set({ "build.number": "7", build_number: "8" })).toThrow(
      /^build_info: facts must differ from "build\.(number|zone)" when escaped/,
    );
    expect(() => build.set({ build_zone: "b" })).toThrow(
      /^build_info: facts must differ from "build\.(number|zone)" when escaped/,
    );
  });

  test("are a copy that cannot be changed, with well-formed text", () => {
    const build = new Info(options);
    const given = { version: "\ud800" };
    build.set(given);
    given.version = "2";
    expect(build.get()).toEqual({ version: "\ufffd" });
    expect(Object.isFrozen(build.get())).toBe(true);
  });

  test("do not change if new ones are rejected", () => {
    const build = new Info({ ...options, constLabels: { app: "shop" } });
    build.set({ version: "1" });
    expect(() => build.set({ app: "other" })).toThrow(
      'build_info: facts must not repeat a name of constLabels, but was "app".',
    );
    expect(build.get()).toEqual({ version: "1" });
  });
});
