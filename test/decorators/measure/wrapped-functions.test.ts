import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { Counter, countExceptions, Histogram, timed } from "../../../src/index.js";

const histogram = () => new Histogram({ name: "wrapped_seconds", help: "Time.", registry: null });

describe("a wrapped function", () => {
  test("has the functions in the properties of the original unchanged", () => {
    const helper = () => {};
    const original = Object.assign(() => {}, { helper });
    expect(timed(histogram(), original).helper).toBe(helper);
  });

  test("of sloppy mode has only the properties that a function of strict mode has", () => {
    const sloppy = new Function() as () => void;
    const wrapper = timed(histogram(), sloppy);
    expect(Reflect.ownKeys(sloppy)).toEqual(expect.arrayContaining(["arguments", "caller"]));
    expect(Reflect.ownKeys(wrapper)).toEqual(["name", "length", "prototype"].filter((key) => key in sloppy).sort());
  });

  test("keeps what promisify returns for it if that is no function", () => {
    const original = Object.assign(() => {}, { [promisify.custom]: "none" });
    expect(timed(histogram(), original)[promisify.custom]).toBe("none");
  });

  test("has no promisified function if a getter of the original returns none", () => {
    const original = Object.defineProperty(() => {}, promisify.custom, { get: () => undefined });
    const wrapper = timed(histogram(), original) as { [promisify.custom]?: unknown };
    expect(wrapper[promisify.custom]).toBeUndefined();
  });

  test("keeps a property for promisify that can only be set", () => {
    const original = Object.defineProperty(() => {}, promisify.custom, { set() {} });
    const wrapper = timed(histogram(), original) as { [promisify.custom]?: unknown };
    expect(wrapper[promisify.custom]).toBeUndefined();
  });

  test("is its own promisified function if the original is that too", () => {
    const original = async () => {};
    Object.defineProperty(original, promisify.custom, { value: original, configurable: true });
    const wrapper = timed(histogram(), original);
    expect(promisify(wrapper)).toBe(wrapper);
  });
});

describe("the promisified form of a wrapped function", () => {
  type Promising = (...args: unknown[]) => Promise<unknown>;
  const withPromising = (promising: Promising) =>
    Object.assign((..._: unknown[]): unknown => undefined, { [promisify.custom]: promising });

  test("does not take its last argument for a callback", async () => {
    const seconds = histogram();
    const wrapper = timed(
      seconds,
      withPromising(async (mapper) => (mapper as (one: number) => number)(1)),
      { until: "callback" },
    );
    let ended: number | undefined;
    const mapper = (one: number) => {
      ended = seconds.get()?.count;
      return one + 1;
    };
    expect(await wrapper[promisify.custom](mapper)).toBe(2);
    expect([ended, seconds.get()?.count]).toEqual([0, 1]);
  });

  test("is measured until its result ends", async () => {
    const seconds = histogram();
    const wrapper = timed(
      seconds,
      withPromising(async () => new ReadableStream()),
      { until: "end" },
    );
    await wrapper[promisify.custom]();
    expect(seconds.get()?.count).toBe(0);
  });
});

describe("a measured callback", () => {
  const failures = () => new Counter({ name: "wrapped_failures_total", help: "Failures.", registry: null });
  const until = { until: "callback" } as const;

  test("without an error is no failure", () => {
    const counter = failures();
    countExceptions(counter, (callback: () => void) => callback(), until)(() => {});
    expect(counter.get()).toBe(0);
  });

  test("keeps what promisify returns for it", () => {
    const promising = async () => {};
    const callback = Object.assign(() => {}, { [promisify.custom]: promising });
    const received: unknown[] = [];
    const read = (given: typeof callback) => void received.push(given[promisify.custom]);
    countExceptions(failures(), read, until)(callback);
    expect(received).toEqual([promising]);
  });
});
