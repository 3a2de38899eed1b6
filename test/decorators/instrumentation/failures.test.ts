import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  bind,
  CountCalls,
  CountExceptions,
  counter,
  defaultRegistry,
  Gauge,
  gauge,
  histogram,
  type Incident,
  InProgress,
  onError,
  Registry,
  Timer,
} from "../../../src/index.js";
import { sampleValue } from "../../../src/testing/index.js";
import { shown } from "../reading.js";

const heard: (Incident & { message: string })[] = [];
beforeEach(() => {
  heard.length = 0;
  onError((error, incident) => heard.push({ ...incident, message: error.message }));
});
afterEach(() => onError(undefined));

function broken(): never {
  throw new Error("resolver");
}

describe("a failure of the instrumentation is counted and reported once, and does not reach the caller:", () => {
  test("a collector whose name is taken in the registry", async () => {
    const taken = new Gauge({ name: "taken_by_a_gauge", help: "" });
    class Work {
      @CountCalls(counter({ name: "taken_by_a_gauge", help: "" }))
      run() {
        return "result";
      }
    }
    expect([new Work().run(), new Work().run()]).toEqual(["result", "result"]);
    const lost = await sampleValue(defaultRegistry, "narthex_instrumentation_errors_total", {
      metric: "taken_by_a_gauge_total",
    });
    expect(lost).toBe(2);
    expect(heard.map(({ message }) => message)).toContainEqual(
      expect.stringContaining("taken_by_a_gauge_total: the counter conflicts with the gauge taken_by_a_gauge"),
    );
    defaultRegistry.unregister(taken);
  });

  test("a labels function that throws", async () => {
    const registry = new Registry();
    class Work {
      @Timer(histogram({ name: "a_seconds", help: "", labelNames: ["x"] }), { labels: broken })
      @InProgress(gauge({ name: "b", help: "", labelNames: ["x"] }), { labels: broken })
      @CountExceptions(counter({ name: "c_total", help: "", labelNames: ["x"] }), { labels: broken })
      @CountCalls(counter({ name: "d_total", help: "", labelNames: ["x"] }), { labels: broken })
      run(fails: boolean) {
        if (fails) throw new Error("own");
        return "result";
      }
    }
    using _ = bind(Work, registry);
    expect(new Work().run(false)).toBe("result");
    expect(() => new Work().run(true)).toThrow("own");
    expect(await shown(registry)).toEqual({
      "narthex_instrumentation_errors_total{metric=a_seconds}": 2,
      "narthex_instrumentation_errors_total{metric=b}": 2,
      "narthex_instrumentation_errors_total{metric=c_total}": 1,
      "narthex_instrumentation_errors_total{metric=d_total}": 2,
    });
    expect(heard.map(({ source, code, message }) => [source, code, message]).sort()).toEqual([
      ["a_seconds", "NARTHEX_LOST_UPDATE", "resolver"],
      ["b", "NARTHEX_LOST_UPDATE", "resolver"],
      ["c_total", "NARTHEX_LOST_UPDATE", "resolver"],
      ["d_total", "NARTHEX_LOST_UPDATE", "resolver"],
    ]);
  });

  test("a labels function that returns undeclared labels", async () => {
    const registry = new Registry();
    const labels = () => ({ y: 1 }) as unknown as { x: number };
    class Work {
      @CountCalls(counter({ name: "calls_total", help: "", labelNames: ["x"] }), { labels })
      run() {}
    }
    using _ = bind(Work, registry);
    new Work().run();
    expect(await shown(registry)).toEqual({ "narthex_instrumentation_errors_total{metric=calls_total}": 1 });
  });

  test("constant labels with an undeclared value", async () => {
    const registry = new Registry();
    const spec = counter({ name: "calls_total", help: "", labelNames: { x: ["a"] } });
    class Work {
      @CountCalls(spec, { labels: { x: "b" as "a" } })
      run() {}
    }
    expect(() => bind(Work, registry)).toThrow('calls_total: label "x" must be one of a, but was "b"');
  });

  test("if when throws, the call is not measured", async () => {
    const registry = new Registry();
    class Work {
      @CountCalls(counter({ name: "calls_total", help: "" }), { when: broken })
      run() {
        return "result";
      }
    }
    using _ = bind(Work, registry);
    expect(new Work().run()).toBe("result");
    expect(await shown(registry)).toEqual({ "narthex_instrumentation_errors_total{metric=calls_total}": 1 });
  });

  test("if the exemplar function throws, the call is measured without an exemplar", async () => {
    const registry = new Registry();
    class Work {
      @Timer(histogram({ name: "a_seconds", help: "" }), { exemplar: broken })
      run() {}
    }
    using _ = bind(Work, registry);
    new Work().run();
    expect(await shown(registry)).toEqual({
      a_seconds: 1,
      "narthex_instrumentation_errors_total{metric=a_seconds}": 1,
    });
  });

  test("if the exemplar function returns an invalid exemplar, the call is measured without an exemplar", async () => {
    const registry = new Registry();
    class Work {
      @Timer(histogram({ name: "a_seconds", help: "" }), { exemplar: () => ({ trace_id: 7 as never }) })
      run() {}
    }
    using _ = bind(Work, registry);
    new Work().run();
    expect(await shown(registry)).toEqual({
      a_seconds: 1,
      "narthex_instrumentation_errors_total{metric=a_seconds}": 1,
    });
  });

  test("if an error filter throws, the error is not counted", async () => {
    const registry = new Registry();
    class Work {
      @CountExceptions(counter({ name: "failures_total", help: "" }), { only: broken })
      run() {
        throw new Error("own");
      }
    }
    using _ = bind(Work, registry);
    expect(() => new Work().run()).toThrow("own");
    expect(await shown(registry)).toEqual({ "narthex_instrumentation_errors_total{metric=failures_total}": 1 });
  });

  test("an error whose properties throw", async () => {
    const registry = new Registry();
    const hostile = Object.defineProperty({}, "name", { get: broken });
    class Work {
      @CountExceptions()
      run() {
        throw hostile;
      }
    }
    using _ = bind(Work, registry);
    expect(() => new Work().run()).toThrow();
    expect(await shown(registry)).toEqual({
      "narthex_instrumentation_errors_total{metric=method_exceptions_total}": 1,
    });
  });

  test("a receiver whose class cannot be read", () => {
    class Work {
      @CountCalls()
      @Timer()
      run() {
        return "result";
      }
    }
    const { proxy, revoke } = Proxy.revocable(class {}, {});
    revoke();
    expect(Reflect.apply(Work.prototype.run, { constructor: proxy }, [])).toBe("result");
  });

  test("a name that is taken in the registry of the class", () => {
    const registry = new Registry();
    registry.getOrCreate(counter({ name: "taken_total", help: "another" }));
    class Work {
      @CountCalls(counter({ name: "taken_total", help: "" }))
      run() {
        return "result";
      }
    }
    expect(() => bind(Work, registry)).toThrow("taken_total");
    expect(new Work().run()).toBe("result");
  });
});
