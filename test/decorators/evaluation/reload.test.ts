import { describe, expect, test } from "vitest";
import {
  bind,
  CountCalls,
  counter,
  defaultRegistry,
  type HistogramSpec,
  histogram,
  Instrumented,
  Registry,
  Timer,
} from "../../../src/index.js";
import { inProduction } from "../in-production.js";
import { recordedReports } from "../recorded-reports.js";
import { evaluateJobs, exposed, later } from "./reloaded-module.js";

const reported = recordedReports();

/** The exposition of a metric and of the dropped updates, without TYPE lines and sums. */
async function shownOf(registry: Registry, name: string): Promise<string[]> {
  return (await exposed(registry, name)).filter((line) => !/^# TYPE|_sum/.test(line));
}

function evaluateMails(spec: HistogramSpec) {
  class Mails {
    @Timer(spec)
    send() {}
  }
  return Mails;
}

describe("a class that is evaluated again with another definition", () => {
  test("counts by the newer definition, for old instances too, and is reported once", async () => {
    const Old = evaluateJobs(counter({ name: "reloaded_total", help: "Jobs." }));
    const old = new Old();
    old.run();
    await later();
    const New = evaluateJobs(counter({ name: "reloaded_total", help: "Jobs that ran." }));
    const renewed = new New();
    for (const jobs of [renewed, old, renewed, old]) jobs.run();
    expect(await shownOf(defaultRegistry, "reloaded_total")).toEqual([
      "# HELP reloaded_total Jobs that ran.",
      "reloaded_total 4",
    ]);
    expect(reported).toEqual([
      'reloaded_total NARTHEX_CLASS_REDEFINED: reloaded_total: a class was evaluated again with another definition (help was "Jobs." and is "Jobs that ran."). In development the newer definition replaces the older one, and its series begin at 0. In production the older definition stays.',
    ]);
  });

  test("has the buckets of the newer definition", async () => {
    const old = new (evaluateMails(histogram({ name: "reloaded_seconds", help: "Time.", buckets: [1, 2] })))();
    old.send();
    await later();
    const renewed = new (evaluateMails(histogram({ name: "reloaded_seconds", help: "Time.", buckets: [5] })))();
    renewed.send();
    old.send();
    expect(await shownOf(defaultRegistry, "reloaded_seconds")).toEqual([
      "# HELP reloaded_seconds Time.",
      'reloaded_seconds_bucket{le="5.0"} 2',
      'reloaded_seconds_bucket{le="+Inf"} 2',
      "reloaded_seconds_count 2",
    ]);
    expect(reported).toHaveLength(1);
  });

  test("exposes the newer definition at the next scrape, before any call", async () => {
    const old = new (evaluateJobs(counter({ name: "scraped_total", help: "Jobs." })))();
    old.run();
    await later();
    const New = evaluateJobs(counter({ name: "scraped_total", help: "Newer." }));
    expect(await shownOf(defaultRegistry, "scraped_total")).toEqual(["# HELP scraped_total Newer.", "scraped_total 0"]);
    new New().run();
    expect(await shownOf(defaultRegistry, "scraped_total")).toContain("scraped_total 1");
  });

  test("has the newest of several definitions", async () => {
    const registry = new Registry();
    const all = [];
    for (const help of ["First.", "Second.", "First."]) {
      const type = evaluateJobs(counter({ name: "again_total", help }));
      bind(type, registry);
      all.push(new type());
      await later();
    }
    for (const jobs of all) jobs.run();
    expect(await shownOf(registry, "again_total")).toEqual(["# HELP again_total First.", "again_total 3"]);
    expect(reported).toHaveLength(2);
  });

  test("keeps the constant labels of each class", async () => {
    const evaluate = (help: string) => {
      const spec = counter({ name: "teams_total", help });
      @Instrumented({ constLabels: { team: "a" }, exclude: ["run"] })
      class A {
        @CountCalls(spec)
        run() {}
      }
      @Instrumented({ constLabels: { team: "b" }, exclude: ["run"] })
      class B {
        @CountCalls(spec)
        run() {}
      }
      return [new A(), new B()];
    };
    const old = evaluate("Calls.");
    for (const one of old) one.run();
    await later();
    const renewed = evaluate("All calls.");
    for (const one of [...renewed, ...old]) one.run();
    expect(await shownOf(defaultRegistry, "teams_total")).toEqual([
      "# HELP teams_total All calls.",
      'teams_total{team="a"} 2',
      'teams_total{team="b"} 2',
    ]);
  });

  test("keeps the first definition in production, and counts the dropped updates", async () => {
    using _ = inProduction();
    new (evaluateJobs(counter({ name: "kept_total", help: "Jobs." })))().run();
    await later();
    const renewed = new (evaluateJobs(counter({ name: "kept_total", help: "Newer." })))();
    renewed.run();
    expect(await shownOf(defaultRegistry, "kept_total")).toEqual(
      expect.arrayContaining(["# HELP kept_total Jobs.", "kept_total 1"]),
    );
    expect(reported.join()).toContain(
      'kept_total: the name is already registered in this registry with the help "Jobs."',
    );
  });

  test("cannot add constant labels to a family that other classes use without them", async () => {
    const registry = new Registry();
    class Others {
      @CountCalls()
      run() {}
    }
    using _others = bind(Others, registry);
    const evaluate = (constLabels?: { team: string }) => {
      @Instrumented({ ...(constLabels && { constLabels }) })
      class Own {
        run() {}
      }
      return Own;
    };
    bind(evaluate(), registry);
    await later();
    expect(() => bind(evaluate({ team: "a" }), registry)).toThrow("with the constant labels [], not [team]");
    new Others().run();
    expect(await shownOf(registry, "method_calls_total")).toContain(
      'method_calls_total{class="Others",method="run"} 1',
    );
  });
});

describe("a second class that declares a name differently is rejected", () => {
  test("if both are evaluated in the same turn", () => {
    const registry = new Registry();
    bind(evaluateJobs(counter({ name: "two_total", help: "Jobs." })), registry);
    class Others {
      @CountCalls(counter({ name: "two_total", help: "Newer." }))
      run() {}
    }
    expect(() => bind(Others, registry)).toThrow("the name is already registered");
  });

  test("if its name differs from that of the first class", async () => {
    const registry = new Registry();
    bind(evaluateJobs(counter({ name: "two_total", help: "Jobs." })), registry);
    await later();
    const spec = counter({ name: "two_total", help: "Newer." });
    class Others {
      @CountCalls(spec)
      run() {}
    }
    expect(() => bind(Others, registry)).toThrow("the name is already registered");
  });
});
