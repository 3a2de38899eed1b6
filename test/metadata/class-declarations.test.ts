import { describe, expect, test } from "vitest";
import {
  ClassLabel,
  CountCalls,
  type CounterSpec,
  counter,
  type Declaration,
  declarationsOf,
  Instrumented,
  Timer,
} from "../../src/index.js";

/** The declarations of a class, as kind, class and member. */
function declared(type: Parameters<typeof declarationsOf>[0]): string[] {
  return declarationsOf(type).map((one) => `${one.kind} ${one.declaredBy.name}.${String(one.member)}`);
}

describe("a declaration of a base class", () => {
  class Base {
    @CountCalls()
    run() {}
    @CountCalls()
    static create() {}
  }

  test("is hidden by one of the same decorator on the same member of a derived class", () => {
    class Derived extends Base {
      @CountCalls()
      override run() {}
    }
    expect(declared(Derived)).toEqual(["countCalls Derived.run", "countCalls Base.create"]);
  });

  test("is not hidden by another decorator on the same member", () => {
    class Derived extends Base {
      @Timer()
      override run() {}
    }
    expect(declared(Derived)).toEqual(["timer Derived.run", "countCalls Base.run", "countCalls Base.create"]);
  });

  test("of a static member is not hidden by an instance member of the same name", () => {
    class Derived extends Base {
      @CountCalls()
      create() {}
    }
    expect(declared(Derived)).toEqual(["countCalls Derived.create", "countCalls Base.run", "countCalls Base.create"]);
  });
});

describe("the defaults of @Instrumented", () => {
  /** The spec of a collector in a class with the defaults. */
  function specWith(defaults: object, own: object) {
    const spec = counter({ name: "runs_total", help: "", ...own });
    @Instrumented({ ...defaults, exclude: ["run"] })
    class Work {
      @CountCalls(spec)
      run() {}
    }
    const [declaration] = declarationsOf(Work);
    const { namespace, subsystem, constLabels } = (declaration as Declaration).spec as CounterSpec;
    return { namespace, subsystem, constLabels };
  }

  test("leave the class label of @ClassLabel", () => {
    @Instrumented({ subsystem: "a" })
    @ClassLabel("Users")
    class Work {
      run() {}
    }
    expect(declarationsOf(Work)[0]?.labels).toEqual({ class: "Users", method: "run" });
  });

  test.each<[object, object, object]>([
    [{ subsystem: "a" }, {}, { subsystem: "a" }],
    [{ subsystem: "a" }, { subsystem: "own" }, { subsystem: "own" }],
    [{ subsystem: "a" }, { namespace: "own" }, { namespace: "own", subsystem: "a" }],
    [{ namespace: "a" }, { namespace: "own", subsystem: "b" }, { namespace: "own", subsystem: "b" }],
    [
      { constLabels: { team: "a", site: "x" } },
      { constLabels: { team: "own" } },
      { constLabels: { team: "own", site: "x" } },
    ],
  ])("%j change a spec with %j to %j", (defaults, own, expected) => {
    expect(specWith(defaults, own)).toEqual(expected);
  });
});
