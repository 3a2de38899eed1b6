import { describe, expect, test } from "vitest";
import { Gauge, setClock } from "../../src/index.js";

const unlabelled = () => new Gauge({ name: "depth", help: "Depth.", registry: null });
const labelled = () => new Gauge({ name: "depth", help: "Depth.", labelNames: ["queue"], registry: null });
const at = (seconds: number) => ({ now: () => seconds * 1000, monotonic: () => seconds * 1000 });

describe("a gauge", () => {
  test("can be increased, decreased and set", () => {
    const depth = unlabelled();
    depth.inc();
    depth.inc(4);
    depth.dec();
    depth.dec(2);
    depth.add(10);
    depth.sub(0.5);
    expect(depth.get()).toBe(11.5);
    depth.set(-3);
    expect(depth.get()).toBe(-3);
  });

  test("does the same for each of its series", () => {
    const depth = labelled();
    depth.inc({ queue: "a" });
    depth.inc({ queue: "a" }, 4);
    depth.dec({ queue: "a" });
    depth.dec({ queue: "a" }, 2);
    depth.add({ queue: "a" }, 10);
    depth.sub({ queue: "a" }, 0.5);
    depth.set({ queue: "b" }, 7);
    expect(depth.get({ queue: "a" })).toBe(11.5);
    expect(depth.get({ queue: "b" })).toBe(7);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 1e-320, 5e-324])(
    "keeps %d as it is",
    (value) => {
      const depth = unlabelled();
      depth.set(value);
      expect(depth.get()).toBe(value);
    },
  );

  test("can be set to the current time in seconds", () => {
    using _ = setClock(at(1234.5));
    const depth = unlabelled();
    depth.setToCurrentTime();
    const queues = labelled();
    queues.setToCurrentTime({ queue: "a" });
    expect(depth.get()).toBe(1234.5);
    expect(queues.get({ queue: "a" })).toBe(1234.5);
  });

  test.each(["set", "add", "sub", "inc", "dec"] as const)("rejects a value that is not a number in %s", (verb) => {
    expect(() => unlabelled()[verb]("1" as never)).toThrow(/^depth: the value must be a number, but was "1"/);
    expect(() => labelled()[verb]({ queue: "a" }, "1" as never)).toThrow(TypeError);
  });

  test("rejects set without a value", () => {
    expect(() => labelled().set(...([{ queue: "a" }] as unknown as [{ queue: string }, number]))).toThrow(TypeError);
  });

  test("keeps the duration of the last call", () => {
    const clock = { now: () => 0, time: 0, monotonic: () => clock.time };
    using _ = setClock(clock);
    const depth = unlabelled();
    depth.time(() => {
      clock.time += 2500;
    });
    expect(depth.get()).toBe(2.5);
  });
});
