import { afterEach, describe, expect, test, vi } from "vitest";
import { Counter, Histogram, Summary } from "../../src/index.js";

const options = { name: "m", help: "", labelNames: ["a"], registry: null } as const;
const plain = { name: "m", help: "", registry: null } as const;
const misspelt = { exmplar: { trace_id: "1" } } as never;
const labels = { a: 1 };

interface Updated {
  /** Makes an update with options. */
  update(given: never): void;
  /** Returns the number of updates that were made. */
  count(): number | undefined;
}

type Labelled = Histogram<["a"]> | Summary<["a"]>;

const observers: Readonly<Record<string, () => Labelled>> = {
  "a histogram": () => new Histogram(options),
  "a native histogram": () => new Histogram({ ...options, native: true }),
  "a summary": () => new Summary(options),
  "a summary with quantiles": () => new Summary({ ...options, quantiles: { 0.5: 0.1 } }),
};

const updates: Readonly<Record<string, () => Updated>> = {
  "a counter": () => {
    const counter = new Counter(options);
    return { update: (given) => counter.inc(labels, 1, given), count: () => counter.get(labels) ?? 0 };
  },
  "a counter without labels": () => {
    const counter = new Counter(plain);
    return { update: (given) => counter.inc(1, given), count: () => counter.get() };
  },
  "a bound counter": () => {
    const counter = new Counter(options);
    const bound = counter.withLabels(labels);
    return { update: (given) => bound.inc(1, given), count: () => counter.get(labels) ?? 0 };
  },
  "a child of a counter": () => {
    const child = new Counter(options).labels(labels);
    return { update: (given) => child.inc(1, given), count: () => child.get() };
  },
  ...Object.fromEntries(
    Object.entries(observers).flatMap(([name, create]) => {
      const updateOf = (): Updated => {
        const one = create();
        return { update: (given) => one.observe(labels, 1, given), count: () => one.get(labels)?.count ?? 0 };
      };
      const updateOfChild = (): Updated => {
        const child = create().labels(labels);
        return { update: (given) => child.observe(1, given), count: () => child.get().count };
      };
      return [
        [name, updateOf],
        [`a child of ${name}`, updateOfChild],
      ];
    }),
  ),
};

describe("in development", () => {
  test.each(Object.entries(updates))("%s rejects an unknown option, and is not updated", (_, create) => {
    const one = create();
    expect(() => one.update(misspelt)).toThrow(': unknown option "exmplar". The only option is exemplar.');
    expect(one.count()).toBe(0);
  });

  test.each(Object.entries(updates))("%s rejects options that are no object", (_, create) => {
    const one = create();
    expect(() => one.update("1" as never)).toThrow(': options must be an object, but was "1".');
    expect(one.count()).toBe(0);
  });

  test.each(Object.entries(updates))(
    "%s rejects an exemplar that is no object of strings, and is not updated",
    (_, create) => {
      const one = create();
      expect(() => one.update({ exemplar: { trace_id: 7 } } as never)).toThrow(
        '"trace_id" must be a string, but was 7.',
      );
      expect(one.count()).toBe(0);
    },
  );

  test.each(Object.entries(updates))("%s accepts an exemplar, also if it is undefined", (_, create) => {
    const one = create();
    one.update({ exemplar: { trace_id: "1" } } as never);
    one.update({ exemplar: undefined } as never);
    one.update({} as never);
    one.update(undefined as never);
    expect(one.count()).toBe(3 + 1);
  });
});

describe("in production", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.resetModules();
  });

  test("an unknown option is ignored", async () => {
    vi.stubEnv("NODE_ENV", "production");
    vi.resetModules();
    const { Counter: ProductionCounter } = await import("../../src/index.js");
    const counter = new ProductionCounter(plain);
    counter.inc(1, misspelt);
    expect(counter.get()).toBe(1);
  });

  test("an update with an invalid exemplar is not made", async () => {
    vi.stubEnv("NODE_ENV", "production");
    vi.resetModules();
    const { Counter: ProductionCounter } = await import("../../src/index.js");
    const counter = new ProductionCounter(plain);
    expect(() => counter.inc(1, { exemplar: { trace_id: 7 } as never })).toThrow("must be a string, but was 7.");
    expect(counter.get()).toBe(0);
  });
});
