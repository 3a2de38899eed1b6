import { describe, expect, test } from "vitest";
import {
  bind,
  Counter,
  countCalls,
  counter,
  defaultRegistry,
  Gauge,
  gauge,
  Histogram,
  histogram,
  Registry,
  Summary,
} from "../../src/index.js";
import { withCode } from "../../src/model/errors/coded-error.js";

const names = async (registry: Registry) => (await registry.gather()).map(({ name }) => name);

const calls = counter({ name: "calls_total", help: "" });

describe("a registry", () => {
  test("gathers families sorted by name", async () => {
    const registry = new Registry();
    for (const name of ["c", "a", "b"]) new Gauge({ name, help: "", registry });
    expect(await names(registry)).toEqual(["a", "b", "c"]);
  });

  test("can share a collector with other registries", async () => {
    const [one, two] = [new Registry(), new Registry()];
    const shared = new Gauge({ name: "g", help: "", registry: one });
    two.register(shared);
    expect(await names(one)).toEqual(await names(two));
  });

  test("does not gather an unregistered collector", async () => {
    const registry = new Registry();
    const g = new Gauge({ name: "g", help: "", registry });
    expect(registry.unregister(g)).toBe(true);
    expect(registry.unregister(g)).toBe(false);
    expect(await names(registry)).toEqual([]);
  });

  test.each<[string, (registry: Registry) => void]>([
    ["unregistered", (registry) => void registry.unregister(registry.getOrCreate(calls))],
    ["cleared", (registry) => registry.clear()],
  ])("makes functions look up a collector again that was %s after another change of bindings", (_, takeOut) => {
    const registry = new Registry();
    const run = countCalls(calls, () => {});
    using _bound = bind(run, registry);
    run();
    using _other = bind(class {}, new Registry());
    takeOut(registry);
    run();
    expect(registry.getOrCreate(calls).get()).toBe(1);
  });

  test("omits a labelled collector without series", async () => {
    const registry = new Registry();
    new Counter({ name: "c_total", help: "", labelNames: ["x"], registry });
    expect(await names(registry)).toEqual([]);
  });

  test("gathers only the selected names", async () => {
    const registry = new Registry();
    for (const name of ["a", "b"]) new Gauge({ name, help: "", registry });
    for (const selected of [["b", "x"], new Set(["x", "b"]), new Map([["b", 1]]).keys()]) {
      const gathered = await registry.gather({ names: selected });
      expect(gathered.map(({ name }) => name)).toEqual(["b"]);
    }
    expect(await registry.gather({ names: [] })).toEqual([]);
  });

  test("gathers the names that it is given, also if the list changes while a hook runs", async () => {
    const registry = new Registry();
    for (const name of ["a", "b"]) new Gauge({ name, help: "", registry });
    const selected = ["a"];
    using _ = registry.beforeGather(() => void selected.push("b"));
    const gathered = await registry.gather({ names: selected });
    expect(gathered.map(({ name }) => name)).toEqual(["a"]);
  });

  test.each([
    ["a string", "b"],
    ["null", null],
    ["a number", 1],
  ])("rejects %s in place of a list of names", async (_, given) => {
    await expect(new Registry().gather({ names: given as unknown as string[] })).rejects.toThrow(
      /^gather: names must be a list of family names, such as an array or a Set, but was ("b"|null|1)\. For example, pass/,
    );
  });

  test("runs its hooks before it gathers, and waits for them", async () => {
    const registry = new Registry();
    using _ = registry.beforeGather(async () => {
      await Promise.resolve();
      registry.getOrCreate(gauge({ name: "late", help: "" }));
    });
    expect(await names(registry)).toEqual(["late"]);
  });

  test("merges collectors that differ only in the values of constant labels", async () => {
    const registry = new Registry();
    for (const host of ["a", "b"]) new Counter({ name: "c_total", help: "h", constLabels: { host }, registry }).inc();
    const [family] = await registry.gather();
    expect([...(family?.metrics ?? [])].map(({ labels }) => labels)).toEqual([{ host: "a" }, { host: "b" }]);
  });

  test("that is the default one has the collectors that name no registry", async () => {
    const g = new Gauge({ name: "registry_test_gauge", help: "" });
    expect(await names(defaultRegistry)).toContain("registry_test_gauge");
    defaultRegistry.unregister(g);
  });
});

describe("a name clash", () => {
  const clash = (first: (registry: Registry) => unknown, second: (registry: Registry) => unknown) => () => {
    const registry = new Registry();
    first(registry);
    second(registry);
  };

  test.each<[string, () => void, string]>([
    [
      "of type",
      clash(
        (registry) => new Counter({ name: "x", help: "", registry }),
        (registry) =>
          registry.register({ collect: () => [], describe: () => [{ name: "x_total", type: "gauge", help: "" }] }),
      ),
      "x_total: the name is already registered in this registry with the type counter, not gauge. Use another name, or give both metrics the same definition.",
    ],
    [
      "of help",
      clash(
        (registry) => new Gauge({ name: "x", help: "a", registry }),
        (registry) => new Gauge({ name: "x", help: "b", registry }),
      ),
      'x: the name is already registered in this registry with the help "a", not "b"',
    ],
    [
      "of labels",
      clash(
        (registry) => new Gauge({ name: "x", help: "", labelNames: ["a"], registry }),
        (registry) => new Gauge({ name: "x", help: "", registry }),
      ),
      "x: the name is already registered in this registry with the labels [a], not []",
    ],
    [
      "of buckets",
      clash(
        (registry) => new Histogram({ name: "x", help: "", buckets: [1], registry }),
        (registry) => new Histogram({ name: "x", help: "", buckets: [2], constLabels: {}, registry }),
      ),
      'x: the name is already registered in this registry with the settings {"buckets":[1]}, not {"buckets":[2]}',
    ],
    [
      "of two equal definitions",
      clash(
        (registry) => new Gauge({ name: "x", help: "", registry }),
        (registry) => new Gauge({ name: "x", help: "", registry }),
      ),
      "x: the name is already registered in this registry. Use another name, or set reuse: true if a module is evaluated repeatedly.",
    ],
    [
      "of samples: a counter and a gauge",
      clash(
        (registry) => new Counter({ name: "foo", help: "", registry }),
        (registry) => new Gauge({ name: "foo", help: "", registry }),
      ),
      "foo: the gauge conflicts with the counter foo_total, because both write samples named foo. Rename one of them.",
    ],
    [
      "of samples: a histogram and a gauge",
      clash(
        (registry) => new Histogram({ name: "h", help: "", registry }),
        (registry) => new Gauge({ name: "h_count", help: "", registry }),
      ),
      "h_count: the gauge conflicts with the histogram h, because both write samples named h_count. Rename one of them.",
    ],
    [
      "of samples: a gauge and a summary",
      clash(
        (registry) => new Gauge({ name: "s_sum", help: "", registry }),
        (registry) => new Summary({ name: "s", help: "", registry }),
      ),
      "s: the summary conflicts with the gauge s_sum, because both write samples named s_sum. Rename one of them.",
    ],
    [
      "with the library's own names",
      clash(
        () => {},
        (registry) => new Counter({ name: "narthex_series_overflow", help: "", registry }),
      ),
      "narthex_series_overflow_total: the name is reserved for the library. Use another name.",
    ],
  ])("%s is rejected", (_, make, message) => {
    expect(make).toThrow(message);
  });

  test("leaves the registry unchanged", async () => {
    const registry = new Registry();
    new Gauge({ name: "x", help: "a", registry });
    expect(() => new Gauge({ name: "x", help: "b", registry })).toThrow();
    expect(await names(registry)).toEqual(["x"]);
  });

  test("of a collector with itself is rejected", () => {
    const registry = new Registry();
    const g = new Gauge({ name: "x", help: "", registry });
    expect(() => registry.register(g)).toThrow(
      "x: the collector is already registered in this registry. Register it only once, or set reuse: true.",
    );
  });
});

describe("getOrCreate", () => {
  const spec = counter({ name: "c_total", help: "h", labelNames: ["x"] });

  test("creates one collector for equal specs", () => {
    const registry = new Registry();
    const made = registry.getOrCreate(spec);
    expect(registry.getOrCreate(counter({ name: "c", help: "h", labelNames: ["x"] }))).toBe(made);
  });

  test("returns a collector that was created by its constructor", () => {
    const registry = new Registry();
    const live = new Counter({ ...spec, registry });
    expect(registry.getOrCreate(spec)).toBe(live);
  });

  test("creates a collector of the spec's kind", () => {
    const registry = new Registry();
    expect(registry.getOrCreate(gauge({ name: "g", help: "" })).kind).toBe("gauge");
    expect(registry.getOrCreate(histogram({ name: "h", help: "" })).kind).toBe("histogram");
  });

  test("creates another collector of the same family for other constant labels", async () => {
    const registry = new Registry();
    for (const zone of ["a", "b"])
      registry.getOrCreate(counter({ name: "c", help: "", constLabels: { zone } })).labels({});
    expect(await names(registry)).toEqual(["c_total"]);
  });

  test("rejects another definition of the same name", () => {
    const registry = new Registry();
    registry.getOrCreate(spec);
    expect(() => registry.getOrCreate(counter({ name: "c", help: "other", labelNames: ["x"] }))).toThrow(
      'c_total: the name is already registered in this registry with the help "h", not "other"',
    );
  });
});

describe("a registry with a prefix and constant labels", () => {
  test("adds them to every family, and selects names with the prefix", async () => {
    const registry = new Registry({ prefix: "app_", constLabels: { site: "x" } });
    new Counter({ name: "c", help: "", registry, constLabels: { zone: "y" } }).inc();
    const [family] = await registry.gather({ names: ["app_c_total"] });
    expect(family?.name).toBe("app_c_total");
    expect([...(family?.metrics ?? [])][0]?.labels).toEqual({ site: "x", zone: "y" });
  });

  test.each<[object, string]>([
    [
      { prefix: "1" },
      'Registry: prefix must consist of letters, digits, "_" and ":", and not start with a digit, but was "1".',
    ],
    [
      { constLabels: { __a: "" } },
      'Registry: constLabels must have names of letters, digits and "_" that are not reserved, but was "__a".',
    ],
    [
      { constLabels: { le: "" } },
      'Registry: constLabels must have names of letters, digits and "_" that are not reserved, but was "le".',
    ],
    [{ constLabels: { a: 1 } }, "Registry: constLabels.a must be a string, but was 1."],
    [{ labels: {} }, 'Registry: unknown option "labels". The options are prefix, constLabels.'],
  ])("rejects the options %j", (options, message) => {
    expect(() => new Registry(options)).toThrow(message);
  });

  test("rejects a collector that has one of its constant labels", () => {
    const registry = new Registry({ constLabels: { site: "x" } });
    expect(() => new Gauge({ name: "g", help: "", labelNames: ["site"], registry })).toThrow(
      'g: the label "site" is also a constant label of the registry. Rename one of them.',
    );
  });
});

describe("setConstLabels", () => {
  const labelsOf = async (registry: Registry) =>
    (await registry.gather()).flatMap(({ metrics }) => [...metrics].map(({ labels }) => labels));

  test("replaces the constant labels of existing and later collectors", async () => {
    const registry = new Registry({ prefix: "app_", constLabels: { site: "x" } });
    new Gauge({ name: "a", help: "", registry });
    registry.setConstLabels({ region: "eu" });
    new Gauge({ name: "b", help: "", registry });
    expect(registry.constLabels).toEqual({ region: "eu" });
    expect(await labelsOf(registry)).toEqual([{ region: "eu" }, { region: "eu" }]);
  });

  test.each<[string, (registry: Registry) => unknown]>([
    ["gather", (registry) => registry.gather()],
    ["gatherNow", (registry) => registry.gatherNow()],
  ])("throws after %s", async (_, gather) => {
    const registry = new Registry();
    await gather(registry);
    expect(() => registry.setConstLabels({ region: "eu" })).toThrow(
      withCode(
        "NARTHEX_CONST_LABELS_FIXED",
        new Error("Registry: constLabels cannot be changed after the first scrape. Set them when the program starts."),
      ),
    );
  });

  test("rejects a name that is a label of a collector, and later collectors with such a label", () => {
    const registry = new Registry();
    new Gauge({ name: "a", help: "", labelNames: ["site"], registry });
    expect(() => registry.setConstLabels({ site: "x" })).toThrow(
      'a: the label "site" is also a constant label of the registry. Rename one of them.',
    );
    registry.setConstLabels({ region: "eu" });
    expect(() => new Gauge({ name: "b", help: "", labelNames: ["region"], registry })).toThrow(
      'b: the label "region" is also a constant label of the registry. Rename one of them.',
    );
  });

  test.each<[unknown, string]>([
    [
      { le: "x" },
      'Registry: constLabels must have names of letters, digits and "_" that are not reserved, but was "le".',
    ],
    [{ shard: 3 }, "Registry: constLabels.shard must be a string, but was 3."],
    [undefined, "Registry: constLabels must be an object, but was undefined."],
  ])("rejects the labels %j", (labels, message) => {
    expect(() => new Registry().setConstLabels(labels as never)).toThrow(message);
  });
});
