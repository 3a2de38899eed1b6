import { describe, expect, test, vi } from "vitest";
import { Counter, counter, Gauge, Histogram, Info, Registry, StateSet, Summary } from "../../src/index.js";
import { withCode } from "../../src/model/errors/coded-error.js";
import { sampleValue } from "../../src/testing/index.js";

/** Loads the package again, as after a module reset. */
async function anotherCopy(): Promise<typeof import("../../src/index.js")> {
  vi.resetModules();
  return import("../../src/index.js");
}

describe("reuse: true", () => {
  const makers: Record<string, (registry: Registry) => object> = {
    counter: (registry) => new Counter({ name: "c_total", help: "h", labelNames: ["a"], registry, reuse: true }),
    gauge: (registry) => new Gauge({ name: "g", help: "h", registry, reuse: true }),
    histogram: (registry) => new Histogram({ name: "h", help: "h", buckets: [1, 2], registry, reuse: true }),
    "native histogram": (registry) => new Histogram({ name: "n", help: "h", native: true, registry, reuse: true }),
    summary: (registry) => new Summary({ name: "s", help: "h", quantiles: { 0.5: 0.1 }, registry, reuse: true }),
    info: (registry) => new Info({ name: "i", help: "h", registry, reuse: true }),
    "state set": (registry) => new StateSet({ name: "st", help: "h", states: ["a", "b"], registry, reuse: true }),
  };

  test.each(Object.entries(makers))("returns the registered %s with the same definition", (_, make) => {
    const registry = new Registry();
    const first = make(registry);
    expect(make(registry)).toBe(first);
    expect(make(new Registry())).not.toBe(first);
  });

  test("creates a new collector after the former one is unregistered", () => {
    const registry = new Registry();
    const make = () => new Counter({ name: "c_total", help: "h", registry, reuse: true });
    const first = make();
    registry.unregister(first);
    expect(make()).not.toBe(first);
  });

  test("distinguishes collectors by their constant labels", () => {
    const registry = new Registry();
    const make = (zone: string) =>
      new Counter({ name: "c_total", help: "h", constLabels: { zone }, registry, reuse: true });
    const [a, b] = [make("a"), make("b")];
    expect(a).not.toBe(b);
    expect([make("a"), make("b")]).toEqual([a, b]);
    expect(make("b")).toBe(b);
  });

  test("continues to count after the module and the package are loaded again", async () => {
    const registry = new Registry();
    const options = { name: "c_total", help: "h", registry, reuse: true } as const;
    new Counter(options).inc();
    const copy = await anotherCopy();
    expect(copy.Counter).not.toBe(Counter);
    new copy.Counter(options).inc();
    expect(await sampleValue(registry, "c_total")).toBe(2);
  });

  test("uses the most recent collect function", async () => {
    const registry = new Registry();
    const make = (value: number) => new Gauge({ name: "g", help: "h", collect: () => value, registry, reuse: true });
    expect(make(1)).toBe(make(2));
    expect(await sampleValue(registry, "g")).toBe(2);
  });

  test("uses the collect function from another copy of the package", async () => {
    const registry = new Registry();
    const options = { name: "g", help: "h", registry, reuse: true } as const;
    new Gauge({ ...options, collect: () => 1 });
    const copy = await anotherCopy();
    new copy.Gauge({ ...options, collect: () => 2 });
    expect(await sampleValue(registry, "g")).toBe(2);
  });

  test.each<[string, (registry: Registry) => unknown, string]>([
    [
      "collect",
      (registry) => new Counter({ name: "c", help: "h", collect: () => 1, registry, reuse: true }),
      "the existing one has no collect function",
    ],
    [
      "class",
      (registry) => {
        class Requests extends Counter {
          twice() {
            this.inc(2);
          }
        }
        return new Requests({ name: "c", help: "h", registry, reuse: true });
      },
      "the existing one has no method twice",
    ],
  ])("rejects a collector that differs in its %s", (_, make, difference) => {
    const registry = new Registry();
    const first = new Counter({ name: "c", help: "h", registry });
    first.inc();
    expect(() => make(registry)).toThrow(
      withCode(
        "NARTHEX_DIFFERENT_DEFINITION",
        new Error(
          `c_total: cannot reuse the existing collector, because ${difference}. Use another name, or give both the same definition.`,
        ),
      ),
    );
    expect(first.get()).toBe(1);
  });

  test("rejects a collector with another definition", () => {
    const registry = new Registry();
    new Counter({ name: "c", help: "h", registry });
    expect(() => new Counter({ name: "c", help: "other", registry, reuse: true })).toThrow(
      withCode(
        "NARTHEX_DIFFERENT_DEFINITION",
        new Error(
          'c_total: the name is already registered in this registry with the help "h", not "other". Use another name, or give both metrics the same definition.',
        ),
      ),
    );
  });

  test("never returns a custom collector", () => {
    const registry = new Registry();
    const description = { name: "c_total", type: "counter", help: "h", labelNames: [], compatibilityKey: "" } as const;
    registry.register({ collect: () => [], describe: () => [description] });
    expect(() => new Counter({ name: "c", help: "h", registry, reuse: true })).toThrow(
      "the name is already registered",
    );
    expect(() => registry.getOrCreate(counter({ name: "c", help: "h" }))).toThrow("the name is already registered");
  });

  test("works for subclasses of a collector that are evaluated again", () => {
    const registry = new Registry();
    const evaluate = () => {
      class Requests extends Counter {
        readonly #step = 2;
        constructor() {
          super({ name: "requests_total", help: "h", registry, reuse: true });
        }
        twice() {
          this.inc(this.#step);
        }
      }
      return new Requests();
    };
    const first = evaluate();
    evaluate().twice();
    first.twice();
    expect(first.get()).toBe(4);
  });

  test("accepts only true and false", () => {
    expect(() => new Counter({ name: "c_total", help: "h", registry: null, reuse: 1 as never })).toThrow(
      withCode("NARTHEX_INVALID_OPTION", new TypeError("c_total: reuse must be true or false, but was 1.")),
    );
  });
});

describe("without reuse", () => {
  test("a second collector is rejected, with the remedy", () => {
    const registry = new Registry();
    const make = () => new Gauge({ name: "g", help: "h", registry });
    make();
    expect(make).toThrow(
      withCode(
        "NARTHEX_DUPLICATE_COLLECTOR",
        new Error(
          "g: the name is already registered in this registry. Use another name, or set reuse: true if a module is evaluated repeatedly.",
        ),
      ),
    );
  });

  test("register returns a registered collector if its option reuse is true", () => {
    const registry = new Registry();
    const [first, second] = [1, 2].map(() => new Gauge({ name: "g", help: "h", registry: null })) as [Gauge, Gauge];
    expect(registry.register(first, { reuse: true })).toBe(first);
    expect(registry.register(second, { reuse: true })).toBe(first);
    expect(registry.register(first, { reuse: true })).toBe(first);
    expect(() => registry.register(first)).toThrow("the collector is already registered in this registry");
  });
});
