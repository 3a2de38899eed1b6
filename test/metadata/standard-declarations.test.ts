import { describe, expect, test } from "vitest";
import { CountCalls, Counter, counter, declarationsOf, gauge, InProgress } from "../../src/index.js";

// Tests of standard decorators alone: legacy decorators do not see private members and have no Symbol.metadata.

describe("declarationsOf", () => {
  test("returns private methods, which are measured too", () => {
    const live = new Counter({ name: "declared_live_total", help: "Calls.", registry: null });
    class Service {
      @CountCalls(live)
      #secret() {}

      @CountCalls(live)
      static #hidden() {}

      reveal() {
        this.#secret();
        Service.#hidden();
      }
    }
    const common = { kind: "countCalls", private: true, spec: live, labels: {}, options: {}, declaredBy: Service };
    expect(declarationsOf(Service)).toEqual(
      expect.arrayContaining([
        { ...common, member: "#secret", static: false },
        { ...common, member: "#hidden", static: true },
      ]),
    );
    expect(declarationsOf(Service)).toHaveLength(2);
    new Service().reveal();
    expect(live.get()).toBe(2);
  });

  test("distinguishes private members with the same name", () => {
    const [a, b] = [counter({ name: "a_total", help: "" }), counter({ name: "b_total", help: "" })];
    class Base {
      @CountCalls(a)
      open() {}
      @CountCalls(a)
      #own() {}
      use() {
        this.#own();
      }
    }
    class Derived extends Base {
      @CountCalls(b)
      #own() {}
      override use() {
        this.#own();
      }
    }
    const declarations = declarationsOf(Derived).map(({ member, spec }) => `${String(member)} ${spec.name}`);
    expect(declarations.sort()).toEqual(["#own a_total", "#own b_total", "open a_total"]);
  });

  test("works with compilers that do not chain the metadata of a class and its base class", () => {
    const running = gauge({ name: "declared_in_progress", help: "Running." });
    const calls = counter({ name: "declared_calls_total", help: "Calls." });
    class Base {
      @InProgress(running)
      pay() {}
    }
    class Derived extends Base {
      @CountCalls(calls)
      refund() {}
    }
    const key = (Symbol as unknown as { metadata: symbol }).metadata;
    Object.setPrototypeOf(Reflect.get(Derived, key), null);
    expect(declarationsOf(Derived).map(({ member }) => member)).toEqual(["refund", "pay"]);
  });
});
