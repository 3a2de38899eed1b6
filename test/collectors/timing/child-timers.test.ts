import { afterEach, describe, expect, test } from "vitest";
import { Gauge, Histogram, onError, Summary, setClock } from "../../../src/index.js";
import { droppedUpdates } from "../../../src/model/dropped-updates.js";

function stopwatch() {
  const clock = { seconds: 0, now: () => clock.seconds * 1000, monotonic: () => clock.seconds * 1000 };
  return clock;
}

/** Computed, since the linter rejects objects with a property of this name. */
const thenName = ["then"].join("");

const options = { help: "", labelNames: ["route"], registry: null } as const;
const gauge = () => new Gauge({ name: "g", ...options });
const histogram = () => new Histogram({ name: "h", buckets: [1], ...options });
const native = () => new Histogram({ name: "n", native: true, ...options });
const summary = () => new Summary({ name: "s", quantiles: { 0.5: 0.05 }, ...options });

afterEach(() => onError(undefined));

describe("the timer of a child", () => {
  test.each([
    ["histogram", histogram],
    ["native histogram", native],
    ["summary", summary],
  ] as const)("observes the elapsed seconds of a %s once", (_kind, create) => {
    const clock = stopwatch();
    using _ = setClock(clock);
    const collector = create();
    const stop = collector.labels({ route: "/" }).startTimer();
    clock.seconds += 2.5;
    expect(stop()).toBe(2.5);
    clock.seconds += 1;
    expect(stop()).toBe(2.5);
    expect(collector.get({ route: "/" })).toMatchObject({ count: 1, sum: 2.5 });
  });

  test("sets a gauge to the elapsed seconds", () => {
    const clock = stopwatch();
    using _ = setClock(clock);
    const child = gauge().labels({ route: "/" });
    {
      using _timer = child.startTimer();
      clock.seconds += 3;
    }
    expect(child.get()).toBe(3);
  });

  test("rejects labels and continues", () => {
    const clock = stopwatch();
    using _ = setClock(clock);
    const child = histogram().labels({ route: "/" });
    const stop = child.startTimer() as (labels?: object) => number;
    clock.seconds += 1;
    expect(() => stop({ route: "/cart" })).toThrow(
      'h: the timer of a child has all labels, but was stopped with {"route":"/cart"}. Pass labels to the timer of a collector.',
    );
    expect(child.get().count).toBe(0);
    clock.seconds += 1;
    expect(stop({})).toBe(2);
    expect(child.get()).toMatchObject({ count: 1, sum: 2 });
  });

  test("records in the child of a removed series, which is not exposed", () => {
    const collector = histogram();
    const child = collector.labels({ route: "/" });
    const stop = child.startTimer();
    collector.remove({ route: "/" });
    stop();
    expect(child.get().count).toBe(1);
    expect(collector.get({ route: "/" })).toBeUndefined();
  });
});

describe("time of a child", () => {
  test("measures a function and returns its result", () => {
    const clock = stopwatch();
    using _ = setClock(clock);
    const child = summary().labels({ route: "/" });
    const result = child.time(() => {
      clock.seconds += 0.5;
      return "done";
    });
    expect(result).toBe("done");
    expect(child.get()).toMatchObject({ count: 1, sum: 0.5 });
  });

  test("measures a promise until it settles", async () => {
    const clock = stopwatch();
    using _ = setClock(clock);
    const child = gauge().labels({ route: "/" });
    const running = child.time(async () => {
      await Promise.resolve();
      clock.seconds += 4;
      return 7;
    });
    expect(child.get()).toBe(0);
    expect(await running).toBe(7);
    expect(child.get()).toBe(4);
  });

  test("measures a function that throws, and passes on the error", () => {
    const child = histogram().labels({ route: "/" });
    const fail = () => {
      throw new RangeError("too far");
    };
    expect(() => child.time(fail)).toThrow("too far");
    expect(child.get().count).toBe(1);
  });

  test("counts a thenable of another library as unmeasured, for the collector", () => {
    const reports: unknown[] = [];
    onError((_error, { source, code }) => reports.push([source, code]));
    const collector = histogram();
    const thenable = { [thenName]: (resolve: (value: number) => void) => resolve(1) };
    collector.labels({ route: "/" }).time(() => thenable);
    collector.time({ route: "/" }, () => thenable);
    expect(collector[droppedUpdates]().thenables).toBe(2);
    expect(reports).toEqual([["h", "NARTHEX_UNMEASURED_THENABLE"]]);
  });

  test("rejects an argument that is not a function", () => {
    const child = histogram().labels({ route: "/" });
    expect(() => child.time({ route: "/" } as never)).toThrow(
      'h: the argument run of time must be a function, but was {"route":"/"}.',
    );
  });
});
