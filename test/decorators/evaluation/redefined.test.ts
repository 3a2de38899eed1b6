import { describe, expect, test } from "vitest";
import {
  bind,
  CountCalls,
  CountExceptions,
  Counter,
  counter,
  defaultRegistry,
  Instrumented,
  Registry,
} from "../../../src/index.js";
import { shown } from "../reading.js";
import { recordedReports } from "../recorded-reports.js";
import { evaluateJobs, exposed, later } from "./reloaded-module.js";

const reported = recordedReports();

/** The series of a metric in the default registry, and the number of its dropped updates. */
async function seriesOf(name: string): Promise<string[]> {
  return (await exposed(defaultRegistry, name)).filter(
    (line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `) || line.includes(`"${name}"`),
  );
}

describe("a collector that the program created stays when a class is evaluated again with another definition", () => {
  test("in the default registry", async () => {
    const live = new Counter({ name: "live_total", help: "a" });
    new (evaluateJobs(counter({ name: "live_total", help: "a" })))().run();
    await later();
    const Renewed = evaluateJobs(counter({ name: "live_total", help: "b" }));
    new Renewed().run();
    live.inc();
    expect(await seriesOf("live_total")).toEqual([
      "live_total 2",
      'narthex_instrumentation_errors_total{metric="live_total"} 1',
    ]);
    expect(reported.join()).toContain('live_total: the name is already registered in this registry with the help "a"');
    expect(reported.join()).not.toContain("NARTHEX_CLASS_REDEFINED");
  });

  test("in the registry of a binding, where a class with other constant labels shares its family", async () => {
    const registry = new Registry();
    const live = new Counter({ name: "live_total", help: "a", constLabels: { team: "a" }, registry });
    const evaluate = (help: string) => {
      const spec = counter({ name: "live_total", help });
      @Instrumented({ constLabels: { team: "b" }, exclude: ["run"] })
      class Other {
        @CountCalls(spec)
        run() {}
      }
      @Instrumented({ constLabels: { team: "a" }, exclude: ["run"] })
      class Jobs {
        @CountCalls(spec)
        run() {}
      }
      return [Other, Jobs];
    };
    for (const type of evaluate("a")) {
      bind(type, registry);
      new type().run();
    }
    await later();
    for (const type of evaluate("b")) expect(() => bind(type, registry)).toThrow("the name is already registered");
    live.inc();
    expect(await shown(registry)).toEqual({ "live_total{team=a}": 2, "live_total{team=b}": 1 });
  });
});

describe("new names of constant labels", () => {
  const evaluate = (label: string) => {
    @Instrumented({ constLabels: { [label]: "x" } })
    class First {
      run() {}
    }
    @Instrumented({ constLabels: { [label]: "x" } })
    class Second {
      run() {}
    }
    return [First, Second] as const;
  };

  test("replace the old ones once all classes that share the families are evaluated again", async () => {
    const registry = new Registry();
    const old = evaluate("team");
    for (const type of old) bind(type, registry);
    await later();
    const [First, Second] = evaluate("squad");
    expect(() => bind(First, registry)).toThrow("with the constant labels [team], not [squad]");
    bind(Second, registry);
    bind(First, registry);
    for (const type of [First, Second]) new type().run();
    expect(await shown(registry)).toMatchObject({
      "method_calls_total{squad=x,class=First,method=run}": 1,
      "method_calls_total{squad=x,class=Second,method=run}": 1,
    });
    for (const type of old) new type().run();
    expect(reported.filter((one) => one.startsWith("method_calls_total NARTHEX_CLASS_REDEFINED"))).toHaveLength(1);
    expect(reported.filter((one) => one.startsWith("method_calls_total NARTHEX_LOST_UPDATE"))).not.toEqual([]);
  });

  test("replace the old ones for classes that are not bound", async () => {
    const evaluateCalls = (label: string) => {
      const spec = counter({ name: "labelled_calls_total", help: "Calls." });
      @Instrumented({ constLabels: { [label]: "x" }, exclude: ["run"] })
      class First {
        @CountCalls(spec)
        run() {}
      }
      @Instrumented({ constLabels: { [label]: "x" }, exclude: ["run"] })
      class Second {
        @CountCalls(spec)
        run() {}
      }
      return [new First(), new Second()];
    };
    for (const one of evaluateCalls("team")) one.run();
    await later();
    const renewed = evaluateCalls("squad");
    for (const one of [...renewed, ...renewed]) one.run();
    expect(await seriesOf("labelled_calls_total")).toEqual([
      'labelled_calls_total{squad="x"} 3',
      'narthex_instrumentation_errors_total{metric="labelled_calls_total"} 1',
    ]);
  });
});

describe("a class that is evaluated again is recognized by its name", () => {
  test("if its method has another name", async () => {
    const registry = new Registry();
    class Users {
      @CountCalls(counter({ name: "renamed_total", help: "a" }))
      find() {}
    }
    bind(Users, registry);
    const old = new Users();
    await later();
    const Renewed = (() => {
      class Users {
        @CountCalls(counter({ name: "renamed_total", help: "b" }))
        findOne() {}
      }
      return Users;
    })();
    bind(Renewed, registry);
    new Renewed().findOne();
    old.find();
    expect(await shown(registry)).toEqual({ renamed_total: 2 });
    expect(reported).toHaveLength(1);
  });

  test("if its method has another decorator", async () => {
    const registry = new Registry();
    class Users {
      @CountCalls(counter({ name: "exchanged_total", help: "a" }))
      find() {}
    }
    bind(Users, registry);
    await later();
    const Renewed = (() => {
      class Users {
        @CountExceptions(counter({ name: "exchanged_total", help: "b" }))
        find() {
          throw new Error("no");
        }
      }
      return Users;
    })();
    bind(Renewed, registry);
    expect(() => new Renewed().find()).toThrow("no");
    expect(await shown(registry)).toEqual({ exchanged_total: 1 });
  });

  test("in the same turn, as after jest.resetModules and require", async () => {
    const old = new (evaluateJobs(counter({ name: "required_total", help: "a" })))();
    old.run();
    const renewed = new (evaluateJobs(counter({ name: "required_total", help: "b" })))();
    for (const jobs of [renewed, old, renewed]) jobs.run();
    expect(await seriesOf("required_total")).toEqual(["required_total 3"]);
    expect(reported).toHaveLength(1);
  });
});
