import { afterEach, describe, expect, test } from "vitest";
import {
  bind,
  CountCalls,
  Counter,
  counter,
  defaultRegistry,
  gauge,
  histogram,
  InProgress,
  Registry,
  Timer,
} from "../../src/index.js";
import { shownWithZeros } from "../decorators/reading.js";
import { recordedReports } from "../decorators/recorded-reports.js";

const reported = recordedReports();
afterEach(() => defaultRegistry.clear());

describe("a lazy binding", () => {
  test("reports a collector that the default registry rejects, and creates the others", async () => {
    new Counter({ name: "lazily_taken_total", help: "Another definition." });
    class Service {
      @CountCalls(counter({ name: "lazily_taken_total", help: "" }))
      @InProgress(gauge({ name: "lazily_free", help: "" }))
      run() {}
    }
    expect(await shownWithZeros(defaultRegistry)).toEqual({ lazily_taken_total: 0, lazily_free: 0 });
    expect(reported).toEqual([expect.stringMatching(/^lazily_taken_total NARTHEX_LOST_UPDATE: lazily_taken_total/)]);
    using _ = bind(Service, new Registry());
    expect(await shownWithZeros(defaultRegistry)).toEqual({ lazily_taken_total: 0 });
  });

  test("waits for the labels of a collector that a function sets", async () => {
    const calls = counter({ name: "computed_total", help: "", labelNames: ["x"] });
    class Service {
      @CountCalls(calls, { labels: () => ({ x: "a" }) })
      run() {}
    }
    await defaultRegistry.gather();
    new Service().run();
    using _ = bind(Service, new Registry());
    expect(await shownWithZeros(defaultRegistry)).toHaveProperty(["computed_total{x=a}"], 1);
    expect(reported).toEqual([]);
  });

  test("shows the series of a live collector whose labels are known", async () => {
    const live = new Counter({ name: "live_total", help: "", labelNames: ["x"], registry: null });
    class Service {
      @CountCalls(live, { labels: { x: "a" } })
      run() {}
    }
    await defaultRegistry.gather();
    expect(live.get({ x: "a" })).toBe(0);
    using _ = bind(Service, new Registry());
    expect(live.get({ x: "a" })).toBe(0);
  });
});

describe("a class that is bound elsewhere after a lazy binding", () => {
  /** Two classes that share collectors, bound lazily. Each test has collectors of its own, since classes are bound again later. */
  async function twoClasses(name: string) {
    const seconds = histogram({ name: `${name}_seconds`, help: "", labelNames: ["class"], buckets: [1] });
    const calls = counter({ name: `${name}_calls_total`, help: "" });
    class A {
      @Timer(seconds, { labels: { class: "A" } })
      @CountCalls(calls)
      run() {}
    }
    class B {
      @Timer(seconds, { labels: { class: "B" } })
      @CountCalls(calls)
      run() {}
    }
    expect(await shownOf(name)).toEqual({ "seconds{class=A}": 0, "seconds{class=B}": 0, calls_total: 0 });
    return { A, B };
  }

  /** The series of the two classes in the default registry. */
  async function shownOf(name: string): Promise<Record<string, number>> {
    const all = Object.entries(await shownWithZeros(defaultRegistry));
    const own = all.filter(([series]) => series.startsWith(`${name}_`));
    return Object.fromEntries(own.map(([series, number]) => [series.slice(name.length + 1), number]));
  }

  test("leaves shared collectors there, without its own series", async () => {
    const { A } = await twoClasses("shared");
    using _ = bind(A, new Registry());
    expect(await shownOf("shared")).toEqual({ "seconds{class=B}": 0, calls_total: 0 });
  });

  test("leaves its own series there if it was called", async () => {
    const { A } = await twoClasses("called");
    new A().run();
    using _ = bind(A, new Registry());
    expect(await shownOf("called")).toEqual({ "seconds{class=A}": 1, "seconds{class=B}": 0, calls_total: 1 });
  });

  test("leaves nothing there once all classes are bound elsewhere", async () => {
    const { A, B } = await twoClasses("left");
    using _a = bind(A, new Registry());
    using _b = bind(B, new Registry());
    expect(await shownOf("left")).toEqual({});
  });
});
