import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Gauge, Histogram, onError } from "../../../src/index.js";
import { droppedUpdates } from "../../../src/model/dropped-updates.js";
import { withCode } from "../../../src/model/errors/coded-error.js";
import { fakeClock } from "../../../src/testing/fake-clock.js";

/** The linter takes an object with such a method for a mistake. */
const thenName = "then";

const listener = vi.fn();
beforeEach(() => onError(listener.mockReset()));
afterEach(() => onError(undefined));

const histogram = () => new Histogram({ name: "h", help: "", buckets: [], registry: null });
const countAndSum = (h: Histogram) => [h.get()?.count, h.get()?.sum];

describe("time", () => {
  test("measures a promise of a subclass until it settles, and returns a promise of the subclass", async () => {
    class Tracked<T> extends Promise<T> {}
    using clock = fakeClock();
    const h = histogram();
    let resolve: (value: number) => void = () => {};
    const running = h.time(
      () =>
        new Tracked<number>((settle) => {
          resolve = settle;
        }),
    );
    expect(countAndSum(h)).toEqual([0, 0]);
    clock.advance(3);
    resolve(7);
    expect(await running).toBe(7);
    expect(running).toBeInstanceOf(Tracked);
    expect(countAndSum(h)).toEqual([1, 3]);
    expect(listener).not.toHaveBeenCalled();
  });

  test("returns a promise with the properties of the measured one", async () => {
    const h = histogram();
    const running = h.time(() => Object.assign(Promise.resolve(7), { id: 5 }));
    expect(running.id).toBe(5);
    expect(await running).toBe(7);
    expect(h.get()?.count).toBe(1);
  });

  test("measures a thenable only until it is returned, counts it, and reports the first", () => {
    class Query {}
    Object.assign(Query.prototype, { [thenName]: () => {} });
    using clock = fakeClock();
    const h = histogram();
    const query = new Query();
    for (let i = 0; i < 2; i++) {
      const result = h.time(() => {
        clock.advance(2);
        return query;
      });
      expect(result).toBe(query);
    }
    expect(countAndSum(h)).toEqual([2, 4]);
    expect(h[droppedUpdates]().thenables).toBe(2);
    expect(listener.mock.calls.map(([{ message }, incident]) => [message, incident])).toEqual([
      [
        "time called a function that returned a thenable (Query), and measured only until it returned. Make it an async function that awaits the thenable.",
        { source: "h", code: "NARTHEX_UNMEASURED_THENABLE" },
      ],
    ]);
  });

  test("counts no thenable for a function that returns an ordinary object", () => {
    const h = histogram();
    h.time(() => ({ rows: [] }));
    expect([h.get()?.count, h[droppedUpdates]().thenables]).toEqual([1, 0]);
  });

  test.each([
    [[undefined], "undefined"],
    [[{ x: 1 }, 5], "5"],
    [[{ x: 1 }], "undefined"],
  ])("refuses the arguments %j, which contain no function", (args, text) => {
    const gauge = new Gauge({ name: "g", help: "", labelNames: ["x"], registry: null });
    const time = gauge.time.bind(gauge) as (...args: unknown[]) => unknown;
    expect(() => time(...args)).toThrow(
      withCode(
        "NARTHEX_INVALID_ARGUMENT",
        new TypeError(
          `g: the argument run of time must be a function, but was ${text}. Pass it after the label values if the metric has labels.`,
        ),
      ),
    );
    expect(gauge.get({ x: 1 })).toBeUndefined();
  });
});
