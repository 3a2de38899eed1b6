import { describe, expect, test } from "vitest";
import {
  bind,
  bindAll,
  CountCalls,
  type CounterSpec,
  counter,
  defaultRegistry,
  histogram,
  Instrumented,
  Registry,
  renderText,
  summary,
  Timer,
} from "../../src/index.js";
import { evaluateJobs, later } from "../decorators/evaluation/reloaded-module.js";
import { shown } from "../decorators/reading.js";
import { recordedReports } from "../decorators/recorded-reports.js";

const reported = recordedReports();

const jobs = (help: string) => counter({ name: "jobs_total", help });

function evaluateOthers(spec: CounterSpec) {
  class Others {
    @CountCalls(spec)
    run() {}
  }
  return Others;
}

/** The help text of the counter of jobs. */
async function helpIn(registry: Registry): Promise<string | undefined> {
  return /# HELP jobs_total (.*)/.exec(await renderText(registry))?.[1];
}

describe("a class that declares an older definition counts by the newer one", () => {
  test("if it was evaluated before the class of another name that declares the newer one", async () => {
    const registry = new Registry();
    const Others = evaluateOthers(jobs("a"));
    bindAll([evaluateJobs(jobs("a")), Others], registry);
    for (const help of ["b", "c"]) {
      await later();
      bind(evaluateJobs(jobs(help)), registry);
    }
    new Others().run();
    expect(await shown(registry)).toEqual({ jobs_total: 1 });
  });

  test("if another class with the newer definition was evaluated before it", async () => {
    const registry = new Registry();
    const Early = evaluateOthers(jobs("b"));
    class Between {
      @CountCalls(jobs("a"))
      run() {}
    }
    bindAll([evaluateJobs(jobs("a")), Between], registry);
    await later();
    bindAll([evaluateJobs(jobs("b")), Early], registry);
    new Between().run();
    expect(await shown(registry)).toEqual({ jobs_total: 1 });
  });

  test("if its own definition was never used", async () => {
    const registry = new Registry();
    bind(evaluateJobs(jobs("a")), registry);
    const Unused = evaluateJobs(jobs("b"));
    bindAll([evaluateJobs(jobs("c")), evaluateOthers(jobs("c"))], registry);
    bind(Unused, registry);
    new Unused().run();
    expect(await shown(registry)).toEqual({ jobs_total: 1 });
    expect(await helpIn(registry)).toBe("c");
  });

  test("if its constant labels are the same in another order", async () => {
    const registry = new Registry();
    const evaluate = (help: string, constLabels: Readonly<Record<string, string>>) => {
      const spec = jobs(help);
      @Instrumented({ constLabels, exclude: ["run"] })
      class Jobs {
        @CountCalls(spec)
        run() {}
      }
      return Jobs;
    };
    const former = evaluate("a", { team: "a", site: "x" });
    bind(former, registry);
    const latter = evaluate("b", { site: "x", team: "a" });
    bind(latter, registry);
    for (const type of [former, latter]) new type().run();
    expect(Object.values(await shown(registry))).toEqual([2]);
    expect(await helpIn(registry)).toBe("b");
  });
});

describe("a newer definition replaces an older one", () => {
  test("that was exposed before the class was known, when the new class is called", async () => {
    evaluateJobs(jobs("a"));
    using _families = await defaultRegistry.gather();
    await later();
    new (evaluateJobs(jobs("b")))().run();
    expect(await shown(defaultRegistry)).toEqual({ jobs_total: 1 });
    defaultRegistry.clear();
  });

  test("of all classes with constant labels, in any order", async () => {
    const registry = new Registry();
    const evaluate = (help: string) => {
      const spec = jobs(help);
      @Instrumented({ constLabels: { team: "a", site: "x" }, exclude: ["run"] })
      class A {
        @CountCalls(spec)
        run() {}
      }
      @Instrumented({ constLabels: { site: "x", team: "b" }, exclude: ["run"] })
      class B {
        @CountCalls(spec)
        run() {}
      }
      return [A, B];
    };
    bindAll(evaluate("a"), registry);
    await later();
    const latter = evaluate("b");
    bindAll(latter, registry);
    for (const type of latter) new type().run();
    expect(Object.values(await shown(registry))).toEqual([1, 1]);
    expect(await helpIn(registry)).toBe("b");
  });

  test("and the report names all options that changed", async () => {
    const registry = new Registry();
    const evaluate = (help: string, buckets: readonly number[]) => {
      class Mails {
        @Timer(histogram({ name: "mails_seconds", help, buckets }))
        send() {}
      }
      return Mails;
    };
    bind(evaluate("a", [1]), registry);
    bind(evaluate("b", [2]), registry);
    expect(reported).toEqual([
      expect.stringContaining('(help was "a" and is "b", buckets was [1] and is [2]). In development'),
    ]);
  });
});

describe("a definition is rejected", () => {
  test.each([
    ["a", "b"],
    ["b", "a"],
  ])("if one class declares two under one name, with the help %s and then %s", async (one, other) => {
    const registry = new Registry();
    bind(evaluateJobs(jobs("a")), registry);
    await later();
    const Renewed = (() => {
      class Jobs {
        @CountCalls(jobs(one))
        run() {}
        @CountCalls(jobs(other))
        stop() {}
      }
      return Jobs;
    })();
    expect(() => bind(Renewed, registry)).toThrow("jobs_total: the name is already registered");
  });

  test("if an older class of another name declares one that was never in use", async () => {
    const registry = new Registry();
    const Others = evaluateOthers(jobs("c"));
    for (const help of ["a", "b"]) bind(evaluateJobs(jobs(help)), registry);
    expect(() => bind(Others, registry)).toThrow('with the help "b"');
  });

  test("if the older class has other label names", async () => {
    const registry = new Registry();
    const evaluate = (label: "x" | "y") => {
      class Jobs {
        @CountCalls(counter({ name: "jobs_total", help: "", labelNames: [label] }), {
          labels: () => ({ [label]: 1 }) as never,
        })
        run() {}
      }
      return Jobs;
    };
    const Old = evaluate("x");
    bind(Old, registry);
    bind(evaluate("y"), registry);
    expect(() => bind(Old, registry)).toThrow("jobs_total: the name is already registered");
  });

  test("if the older class has another kind of collector", async () => {
    const registry = new Registry();
    const evaluate = (make: typeof histogram | typeof summary) => {
      class Mails {
        @Timer(make({ name: "mails_seconds", help: "" }) as never)
        send() {}
      }
      return Mails;
    };
    const Old = evaluate(histogram);
    bind(Old, registry);
    bind(evaluate(summary), registry);
    expect(() => bind(Old, registry)).toThrow("mails_seconds: the name is already registered");
  });

  test("if classes that share its family are evaluated again with different names of constant labels", async () => {
    const registry = new Registry();
    const evaluate = (ofFirst: string, ofSecond: string) => {
      @Instrumented({ constLabels: { [ofFirst]: "x" }, exclude: ["run"] })
      class First {
        @CountCalls(jobs("a"))
        run() {}
      }
      @Instrumented({ constLabels: { [ofSecond]: "x" }, exclude: ["run"] })
      class Second {
        @CountCalls(jobs("a"))
        run() {}
      }
      return [First, Second];
    };
    bindAll(evaluate("team", "team"), registry);
    await later();
    for (const type of evaluate("squad", "crew"))
      expect(() => bind(type, registry)).toThrow("with the constant labels [team]");
  });
});
