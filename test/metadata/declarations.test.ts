import { describe, expect, test } from "vitest";
import {
  CountCalls,
  CountExceptions,
  counter,
  declarationsOf,
  gauge,
  histogram,
  InProgress,
  Instrumented,
  Timer,
} from "../../src/index.js";

const seconds = histogram({ name: "declared_seconds", help: "Time.", labelNames: ["tier"] });
const running = gauge({ name: "declared_in_progress", help: "Running." });
const symbol = Symbol("member");

class Service {
  @CountCalls()
  static create() {
    return new Service();
  }

  @Timer(seconds, { labels: { tier: "gold" } })
  @InProgress(running)
  pay() {}

  @CountExceptions({ only: RangeError })
  [symbol]() {}
}

describe("declarationsOf", () => {
  test("returns every decorator with its kind, member, spec, labels, options and class", () => {
    expect(declarationsOf(Service)).toEqual([
      {
        kind: "inProgress",
        member: "pay",
        static: false,
        private: false,
        spec: running,
        labels: {},
        options: {},
        declaredBy: Service,
      },
      {
        kind: "timer",
        member: "pay",
        static: false,
        private: false,
        spec: seconds,
        labels: { tier: "gold" },
        options: { labels: { tier: "gold" } },
        declaredBy: Service,
      },
      {
        kind: "countExceptions",
        member: symbol,
        static: false,
        private: false,
        spec: expect.objectContaining({ name: "method_exceptions_total" }),
        labels: undefined,
        options: { only: RangeError },
        declaredBy: Service,
      },
      {
        kind: "countCalls",
        member: "create",
        static: true,
        private: false,
        spec: expect.objectContaining({ name: "method_calls_total" }),
        labels: { class: "Service", method: "create" },
        options: {},
        declaredBy: Service,
      },
    ]);
    expect(declarationsOf(Service)[0]?.spec).toBe(running);
  });

  test("returns specs with the defaults of the class, and the same specs each time", () => {
    @Instrumented({ namespace: "shop", constLabels: { host: "a" }, exclude: ["pay"] })
    class Scoped {
      @InProgress(running)
      pay() {}
    }
    const [declaration] = declarationsOf(Scoped);
    expect(declaration?.spec).toEqual({ ...running, namespace: "shop", constLabels: { host: "a" } });
    expect(declarationsOf(Scoped)[0]?.spec).toBe(declaration?.spec);
    expect(running).not.toHaveProperty("namespace");
  });

  test("returns an empty list for a class without decorators", () => {
    expect(declarationsOf(class {})).toEqual([]);
    expect(declarationsOf(class extends Map {})).toEqual([]);
  });

  test.each([[null], [undefined], [{}], ["Service"], [new Service()]])("rejects %s", (given) => {
    expect(() => declarationsOf(given as never)).toThrow("declarationsOf: the argument must be a class, but was");
  });

  test("returns both declarations of one kind on one member", () => {
    const [a, b] = [counter({ name: "a_total", help: "" }), counter({ name: "b_total", help: "" })];
    class Twice {
      @CountCalls(a)
      @CountCalls(b)
      twice() {}
    }
    const declarations = declarationsOf(Twice).map(({ member, spec }) => `${String(member)} ${spec.name}`);
    expect(declarations).toEqual(["twice b_total", "twice a_total"]);
  });

  test("returns the declarations of a class before those of its base class", () => {
    class Base {
      @InProgress(running)
      pay() {}
    }
    class Derived extends Base {
      @Timer(seconds, { labels: { tier: "a" } })
      refund() {}
    }
    const declarations = declarationsOf(Derived).map(({ member, declaredBy }) => [member, declaredBy]);
    expect(declarations).toEqual([
      ["refund", Derived],
      ["pay", Base],
    ]);
  });
});
