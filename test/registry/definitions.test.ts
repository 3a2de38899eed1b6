import { describe, expect, test, vi } from "vitest";
import {
  type Collector,
  Counter,
  counter,
  type FamilyDescription,
  Gauge,
  Histogram,
  histogram,
  Registry,
  StateSet,
} from "../../src/index.js";
import { withCode } from "../../src/model/errors/coded-error.js";

function describing(...descriptions: Partial<FamilyDescription>[]): Collector {
  const complete = descriptions.map((one) => ({ name: "x", type: "gauge", help: "", ...one }) as const);
  return { collect: () => [], describe: () => complete };
}

/** Returns the difference that the registry names when it rejects the second of two descriptions. */
function difference(there: Partial<FamilyDescription>, here: Partial<FamilyDescription>): string | undefined {
  const registry = new Registry();
  registry.register(describing(there));
  try {
    registry.register(describing(here));
  } catch (error) {
    return /already registered in this registry(?: with )?(.*)\. Use another name/.exec((error as Error).message)?.[1];
  }
  return undefined;
}

const labelled = { labelNames: ["a"], constLabels: {} };

describe("a registry rejects a second definition of a name", () => {
  test.each<[Partial<FamilyDescription>, Partial<FamilyDescription>, string]>([
    [{ type: "counter" }, { type: "gauge" }, "the type counter, not gauge"],
    [{ help: "a" }, { help: 'b "c"' }, 'the help "a", not "b \\"c\\""'],
    [{ unit: "seconds" }, {}, 'the unit "seconds", not ""'],
    [{}, { unit: "bytes" }, 'the unit "", not "bytes"'],
    [{}, {}, "labels that cannot be compared, because a collector does not describe them"],
    [labelled, {}, "labels that cannot be compared, because a collector does not describe them"],
    [{}, labelled, "labels that cannot be compared, because a collector does not describe them"],
    [labelled, { labelNames: ["a", "b"] }, "the labels [a], not [a, b]"],
    [{ labelNames: ["a", "b"] }, labelled, "the labels [a, b], not [a]"],
    [labelled, { labelNames: ["b"] }, "the labels [a], not [b]"],
    [{ labelNames: ["b", "a"] }, { labelNames: ["a", "b"] }, "the labels [b, a], not [a, b]"],
    [
      { ...labelled, constLabels: { c: "1", b: "1" } },
      { ...labelled, constLabels: { b: "1" } },
      "the constant labels [b, c], not [b]",
    ],
    [labelled, { ...labelled, constLabels: { b: "1", c: "1" } }, "the constant labels [], not [b, c]"],
    [labelled, { ...labelled, compatibilityKey: "k" }, "the settings {}, not k"],
    [{ ...labelled, compatibilityKey: "k" }, labelled, "the settings k, not {}"],
    [labelled, labelled, ""],
    [{ ...labelled, constLabels: { a: "1", b: "2" } }, { ...labelled, constLabels: { b: "2", a: "1" } }, ""],
  ])("%j %j", (there, here, message) => {
    expect(difference(there, here)).toBe(message);
  });

  test("with the advice to use the same definition", () => {
    const registry = new Registry();
    registry.register(describing(labelled));
    expect(() => registry.register(describing({ help: "b" }))).toThrow(
      withCode(
        "NARTHEX_DIFFERENT_DEFINITION",
        new Error(
          'x: the name is already registered in this registry with the help "", not "b". Use another name, or give both metrics the same definition.',
        ),
      ),
    );
  });

  test("under the name of any family that a collector describes", () => {
    const registry = new Registry();
    registry.register(describing({ name: "a" }, { name: "b" }));
    expect(() => registry.register(describing({ name: "c" }, { name: "b" }))).toThrow(
      "b: the name is already registered",
    );
    expect(() => registry.register(describing({ name: "c" }))).not.toThrow();
  });
});

describe("a registry accepts a second definition of a name", () => {
  test.each<[Partial<FamilyDescription>, Partial<FamilyDescription>]>([
    [
      { ...labelled, constLabels: { b: "1", c: "1" } },
      { ...labelled, constLabels: { b: "1", c: "2" } },
    ],
    [
      { ...labelled, compatibilityKey: "", constLabels: { b: "1" } },
      { ...labelled, constLabels: { b: "2" } },
    ],
    [
      { ...labelled, unit: "", constLabels: { b: "1" } },
      { ...labelled, constLabels: { b: "2" } },
    ],
  ])("that differs in the values of constant labels: %j %j", (there, here) => {
    expect(difference(there, here)).toBeUndefined();
  });
});

describe("with reuse, a registry rejects a collector whose settings differ:", () => {
  test.each<[string, (registry: Registry, isFirst: boolean) => unknown, string]>([
    [
      "maxSeries",
      (registry, isFirst) =>
        new Counter({ name: "x", help: "", labelNames: ["a"], maxSeries: isFirst ? 1 : 2, registry, reuse: true }),
      "with maxSeries 1, not 2",
    ],
    [
      "the values of a label",
      (registry, isFirst) =>
        new Counter({ name: "x", help: "", labelNames: { a: isFirst ? ["b"] : ["c"] }, registry, reuse: true }),
      'with labelNames.a ["b"], not ["c"]',
    ],
    [
      "a label that could have any value",
      (registry, isFirst) =>
        new Counter({ name: "x", help: "", labelNames: isFirst ? ["a"] : { a: ["b"] }, registry, reuse: true }),
      'with labelNames.a true, not ["b"]',
    ],
    [
      "a label that could have certain values only",
      (registry, isFirst) =>
        new Counter({ name: "x", help: "", labelNames: isFirst ? { a: ["b"] } : ["a"], registry, reuse: true }),
      'with labelNames.a ["b"], not true',
    ],
  ])("%s", (_, make, message) => {
    const registry = new Registry();
    make(registry, true);
    expect(() => make(registry, false)).toThrow(message);
  });

  test("but not if one of them is of a version that describes no settings", () => {
    const registry = new Registry();
    const options = { name: "x", help: "", labelNames: ["a"] } as const;
    const older = new Counter({ ...options, maxSeries: 1, registry: null });
    const [description] = older.describe();
    older.describe = () => [{ ...description, settings: undefined } as never];
    registry.register(older);
    expect(registry.getOrCreate(counter({ ...options, maxSeries: 2 }))).toBe(older);
  });
});

test("a registry compares no settings with those of a custom collector, which describes none", () => {
  const registry = new Registry();
  new Counter({ name: "x_total", help: "", labelNames: ["a"], registry });
  expect(() => registry.register(describing({ ...labelled, name: "x_total", type: "counter" }))).toThrow(
    "x_total: the name is already registered in this registry. Use another name, or set reuse: true",
  );
});

describe("getOrCreate", () => {
  test("needs the main module, which knows how to create collectors", async () => {
    vi.resetModules();
    const { Registry: OwnRegistry } = await import("../../src/registry/registry.js");
    expect(() => new OwnRegistry().getOrCreate(counter({ name: "x", help: "" }))).toThrow(
      withCode("NARTHEX_NOT_LOADED", new Error('Import "narthex" before you create collectors from specs.')),
    );
  });

  test("does not return a collector of another name, even if both write a sample of one name", () => {
    const registry = new Registry();
    new Histogram({ name: "x", help: "", registry });
    expect(() => registry.getOrCreate(histogram({ name: "x_sum", help: "" }))).toThrow(
      withCode(
        "NARTHEX_SAMPLE_NAME_CONFLICT",
        new Error(
          "x_sum: the histogram conflicts with the histogram x, because both write samples named x_sum. Rename one of them.",
        ),
      ),
    );
  });

  test("returns the collector of the same constant labels", () => {
    const registry = new Registry();
    const make = (zone: string) => registry.getOrCreate(counter({ name: "x", help: "", constLabels: { zone } }));
    const [a, b] = [make("a"), make("b")];
    expect([make("a") === a, make("b") === b, a === b]).toEqual([true, true, false]);
  });
});

describe("register", () => {
  test.each<[unknown, string]>([
    [undefined, "register: the collector must have a collect method that returns metric families, but was undefined."],
    [
      function collect() {},
      "register: the collector must have a collect method that returns metric families, but was the function collect.",
    ],
    [
      Object.assign(function collect() {}, { kind: "counter" }),
      "register: the collector must have a collect method that returns metric families, but was the function collect.",
    ],
    [
      { name: "a" },
      'register: the collector must have a collect method that returns metric families, but was {"name":"a"}.',
    ],
    [
      counter({ name: "a_total", help: "" }),
      "register: the collector must not be a spec, but was that of the counter a_total. Use getOrCreate(spec) instead.",
    ],
  ])("rejects %s", (given, message) => {
    expect(() => new Registry().register(given as Collector)).toThrow(
      withCode("NARTHEX_INVALID_COLLECTOR", new TypeError(message)),
    );
  });

  test("names the class of a collector without a description that is registered already", () => {
    class Own implements Collector {
      collect = () => [];
    }
    const [registry, own] = [new Registry(), new Own()];
    registry.register(own);
    expect(() => registry.register(own)).toThrow(
      withCode(
        "NARTHEX_DUPLICATE_COLLECTOR",
        new Error(
          "Own: the collector is already registered in this registry. Register it only once, or set reuse: true.",
        ),
      ),
    );
    expect(registry.register(own, { reuse: true })).toBe(own);
  });

  test("names the class of a collector that describes no family and is registered already", () => {
    class Own implements Collector {
      collect = () => [];
      describe = () => [];
    }
    const [registry, own] = [new Registry(), new Own()];
    registry.register(own);
    expect(() => registry.register(own)).toThrow(
      withCode(
        "NARTHEX_DUPLICATE_COLLECTOR",
        new Error(
          "Own: the collector is already registered in this registry. Register it only once, or set reuse: true.",
        ),
      ),
    );
  });

  test("with reuse, registers a collector that describes no family", () => {
    const registry = new Registry();
    const own = { collect: () => [] };
    expect(registry.register(own, { reuse: true })).toBe(own);
    expect(registry.unregister(own)).toBe(true);
  });

  test("does not register a collector that it rejects", () => {
    const registry = new Registry({ constLabels: { site: "x" } });
    const gauge = new Gauge({ name: "g", help: "", labelNames: ["site"], registry: null });
    expect(() => registry.register(gauge)).toThrow("is also a constant label of the registry");
    expect(registry.unregister(gauge)).toBe(false);
  });
});

describe("a registry with constant labels", () => {
  test("does not change with the object that it was given", () => {
    const constLabels: Record<string, string> = { site: "x" };
    const registry = new Registry({ constLabels });
    constLabels["site"] = "y";
    expect(registry.constLabels).toEqual({ site: "x" });
    registry.setConstLabels(constLabels);
    constLabels["site"] = "z";
    expect(registry.constLabels).toEqual({ site: "y" });
  });

  test("accepts labels that a collector declares as constant, and a state set of another name", () => {
    const registry = new Registry({ constLabels: { site: "x" } });
    new Gauge({ name: "g", help: "", constLabels: { site: "y" }, registry });
    new StateSet({ name: "mode", help: "", states: ["on"], labelNames: ["zone"], registry });
    expect(() => registry.setConstLabels({ region: "eu" })).not.toThrow();
    expect(() => registry.setConstLabels({ zone: "eu" })).toThrow(
      withCode(
        "NARTHEX_LABEL_CONFLICT",
        new Error('mode: the label "zone" is also a constant label of the registry. Rename one of them.'),
      ),
    );
    expect(registry.constLabels).toEqual({ region: "eu" });
  });

  test("may have the name of a gauge as a label", () => {
    const registry = new Registry({ constLabels: { g: "x" } });
    expect(() => new Gauge({ name: "g", help: "", registry })).not.toThrow();
  });

  test("has no prefix and no labels if none are given", () => {
    const { prefix, constLabels } = new Registry();
    expect({ prefix, constLabels }).toEqual({ prefix: "", constLabels: {} });
  });
});

describe("a hook", () => {
  test("runs until it is disposed", async () => {
    const registry = new Registry();
    let runs = 0;
    const hook = registry.beforeGather(() => {
      runs++;
    });
    await registry.gather();
    hook[Symbol.dispose]();
    await registry.gather();
    expect(runs).toBe(1);
  });
});
