import { describe, expect, test, vi } from "vitest";
import { counter, histogram, Registry, Timer } from "../../src/index.js";

/** Loads the package again, as another version of it would be. */
async function anotherCopy(): Promise<typeof import("../../src/index.js")> {
  vi.resetModules();
  return import("../../src/index.js");
}

describe("a declared spec", () => {
  test("is read only when it is declared", () => {
    const labelNames = ["zone"];
    const spec = counter({ name: "c_total", help: "h", labelNames });
    labelNames[0] = "le";
    expect(new Registry().getOrCreate(spec).labelNames).toEqual(["zone"]);
  });

  test("is checked again if a copy of it has other options", () => {
    const spec = counter({ name: "c_total", help: "h" });
    expect(() => new Registry().getOrCreate({ ...spec, help: 5 } as never)).toThrow("c_total: help must be a string");
  });

  test("is checked by another copy of the package", async () => {
    const copy = await anotherCopy();
    const labelNames = ["zone"];
    const spec = histogram({ name: "h", help: "h", labelNames });
    labelNames[0] = "le";
    expect(() => new copy.Registry().getOrCreate(spec)).toThrow('h: labelNames must not be "le"');
    expect(() => copy.Timer(spec, { labels: { le: "1" } })).toThrow('h: labelNames must not be "le"');
    expect(() => Timer(spec, { labels: { le: "1" } })).not.toThrow();
  });
});

describe("getOrCreate", () => {
  test("creates a collector only if the registry has none of the definition", () => {
    const registry = new Registry();
    const register = vi.spyOn(registry, "register");
    const create = () => registry.getOrCreate(histogram({ name: "h", help: "h", buckets: [1, 2] }));
    expect(create()).toBe(create());
    expect(register).toHaveBeenCalledTimes(1);
  });

  test("returns the same collector if labels and their values are declared in another order", () => {
    const registry = new Registry();
    const create = (values: readonly string[], constLabels: Readonly<Record<string, string>>) =>
      registry.getOrCreate(histogram({ name: "h", help: "h", labelNames: { size: values }, constLabels }));
    expect(create(["s", "m"], { b: "1", a: "2" })).toBe(create(["m", "s"], { a: "2", b: "1" }));
  });
});
