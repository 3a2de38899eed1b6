import { describe, expect, test, vi } from "vitest";
import { Gauge, Histogram, Summary, setClock } from "../../../src/index.js";

function stopwatch() {
  const clock = { seconds: 0, now: () => clock.seconds * 1000, monotonic: () => clock.seconds * 1000 };
  return clock;
}

const labelled = () =>
  new Histogram({ name: "h", help: "", labelNames: ["route", "code"], buckets: [1], registry: null });

describe("startTimer", () => {
  test("records the seconds from start to stop once, and returns them each time", () => {
    const clock = stopwatch();
    using _ = setClock(clock);
    const summary = new Summary({ name: "s", help: "", registry: null });
    const stop = summary.startTimer();
    clock.seconds += 2.5;
    expect(stop()).toBe(2.5);
    clock.seconds += 1;
    expect(stop()).toBe(2.5);
    expect(summary.get()).toMatchObject({ count: 1, sum: 2.5 });
  });

  test("accepts some labels at the start and the others at the end", () => {
    const histogram = labelled();
    histogram.startTimer({ route: "/" })({ code: 200 });
    expect(histogram.get({ route: "/", code: 200 })?.count).toBe(1);
  });

  test("stops at the end of the scope with using", () => {
    const clock = stopwatch();
    using _ = setClock(clock);
    const gauge = new Gauge({ name: "g", help: "", registry: null });
    {
      using _timer = gauge.startTimer();
      clock.seconds += 3;
    }
    expect(gauge.get()).toBe(3);
  });

  test.each([
    [{ rout: "/" }, 'h: unknown label "rout". The labels are route, code.'],
    ["/", 'h: labels must be an object with the labels route, code, but was "/".'],
  ])("rejects %o at the start", (labels, message) => {
    expect(() => labelled().startTimer(labels as never)).toThrow(message);
  });

  test.each([
    [{ rout: "/" }, 'h: unknown label "rout". The labels are route, code.'],
    [{ code: 500 }, 'h: label "code" is bound to "200" by withLabels'],
  ])("rejects %o at the start beside a bound label", (labels, message) => {
    expect(() =>
      labelled()
        .withLabels({ code: 200 })
        .startTimer(labels as never),
    ).toThrow(message);
  });

  test("rejects an unknown label when it stops", () => {
    expect(() => labelled().startTimer({ route: "/" })({ coed: 1 } as never)).toThrow('h: unknown label "coed"');
  });

  test("can be stopped again if labels were missing the first time", () => {
    const histogram = labelled();
    const stop = histogram.startTimer({ route: "/" });
    expect(() => stop()).toThrow('h: label "code" is missing');
    stop({ code: 500 });
    expect(histogram.get({ route: "/", code: 500 })?.count).toBe(1);
  });
});

describe("time", () => {
  test("calls no function if a label is unknown", () => {
    const run = vi.fn();
    expect(() => labelled().time({ rout: "/", code: 1 } as never, run)).toThrow('h: unknown label "rout"');
    expect(run).not.toHaveBeenCalled();
  });

  test("measures a function and returns its result", () => {
    const clock = stopwatch();
    using _ = setClock(clock);
    const histogram = labelled();
    const result = histogram.time({ route: "/", code: 1 }, () => {
      clock.seconds += 0.5;
      return "done";
    });
    expect(result).toBe("done");
    expect(histogram.get({ route: "/", code: 1 })).toMatchObject({ count: 1, sum: 0.5 });
  });

  test("measures a promise until it settles", async () => {
    const clock = stopwatch();
    using _ = setClock(clock);
    const summary = new Summary({ name: "s", help: "", registry: null });
    const running = summary.time(async () => {
      await Promise.resolve();
      clock.seconds += 4;
      return 7;
    });
    expect(summary.get()?.count).toBe(0);
    expect(await running).toBe(7);
    expect(summary.get()).toMatchObject({ count: 1, sum: 4 });
  });

  test("measures a function that throws or rejects, and passes on the error", async () => {
    const summary = new Summary({ name: "s", help: "", registry: null });
    const fail = () => {
      throw new Error("no");
    };
    expect(() => summary.time(fail)).toThrow("no");
    await expect(summary.time(async () => fail())).rejects.toThrow("no");
    expect(summary.get()?.count).toBe(2);
  });
});
