import { afterEach, describe, expect, test } from "vitest";
import {
  bind,
  CountCalls,
  counter,
  defaultRegistry,
  gauge,
  InProgress,
  Instrumented,
  Registry,
  type Settled,
} from "../../src/index.js";
import { shown, shownWithZeros, value } from "../decorators/reading.js";

afterEach(() => defaultRegistry.clear());

/** Declares a class and a spec; each test needs new ones, because a class is bound lazily once. */
function declared(name: string) {
  const calls = counter({ name: `${name}_total`, help: "Calls." });
  class Service {
    @CountCalls(calls)
    call() {}
    @InProgress(gauge({ name: `${name}_in_progress`, help: "Running." }))
    other() {}
  }
  return { calls, Service };
}

describe("a class without a binding", () => {
  test("is not registered when it is defined", async () => {
    const calls = counter({ name: "untouched_total", help: "Calls." });
    class Service {
      @CountCalls(calls)
      call() {}
    }
    const described: string[] = [];
    const probe = {
      collect: () => [],
      describe: () => [{ name: "untouched_total", type: "gauge" as const, help: "" }],
    };
    try {
      defaultRegistry.register(probe);
    } catch (error) {
      described.push(String(error));
    }
    defaultRegistry.unregister(probe);
    expect([described, Service.name]).toEqual([[], "Service"]);
  });

  test("is bound to the default registry at its first call", () => {
    const { calls, Service } = declared("first_call");
    new Service().call();
    expect(value(defaultRegistry, calls)).toBe(1);
  });

  test("is bound to the default registry at its next gather", async () => {
    declared("next_gather");
    expect(await shownWithZeros(defaultRegistry)).toMatchObject({ next_gather_total: 0, next_gather_in_progress: 0 });
  });

  test("is bound with all its methods at its first call", async () => {
    const { Service } = declared("whole");
    new Service().call();
    expect(await shownWithZeros(defaultRegistry)).toMatchObject({ whole_total: 1, whole_in_progress: 0 });
  });

  test("is not bound by a gather of another registry", async () => {
    declared("elsewhere");
    expect(await shownWithZeros(new Registry())).toEqual({});
  });
});

describe("an explicit bind", () => {
  test("keeps a class out of the default registry", async () => {
    const { Service } = declared("kept_out");
    using _ = bind(Service, new Registry());
    expect(await shownWithZeros(defaultRegistry)).not.toHaveProperty("kept_out_total");
  });

  test("keeps its class and the classes derived from it out of the default registry while it lasts", async () => {
    const { Service } = declared("bound_twice");
    class Derived extends Service {
      @CountCalls(counter({ name: "derived_total", help: "Calls." }))
      another() {}
    }
    new Derived().call();
    defaultRegistry.clear();
    using _ = bind(Service, new Registry());
    bind(Service, new Registry())[Symbol.dispose]();
    bind(Derived, new Registry())[Symbol.dispose]();
    const shownNow = Object.keys(await shownWithZeros(defaultRegistry));
    expect(shownNow.filter((name) => /^(bound_twice|derived)_/.test(name))).toEqual([]);
  });

  test("removes unwritten collectors that a lazy binding created", async () => {
    const { Service } = declared("withdrawn");
    expect(await shownWithZeros(defaultRegistry)).toHaveProperty("withdrawn_total");
    using _ = bind(Service, new Registry());
    expect(await shownWithZeros(defaultRegistry)).not.toHaveProperty("withdrawn_total");
    expect(await shownWithZeros(defaultRegistry)).not.toHaveProperty("withdrawn_in_progress");
  });

  test("keeps collectors that were written to", async () => {
    const { Service } = declared("written");
    new Service().call();
    using _ = bind(Service, new Registry());
    const shownNow = await shownWithZeros(defaultRegistry);
    expect(shownNow).toHaveProperty("written_total", 1);
    expect(shownNow).not.toHaveProperty("written_in_progress");
  });

  test("keeps collectors that the user created", async () => {
    const { calls, Service } = declared("users");
    defaultRegistry.getOrCreate(calls);
    await shownWithZeros(defaultRegistry);
    using _ = bind(Service, new Registry());
    expect(await shownWithZeros(defaultRegistry)).toHaveProperty("users_total", 0);
  });

  test("keeps collectors that another class uses, and removes the series of its class", async () => {
    const calls = counter({ name: "common_total", help: "Calls.", labelNames: ["class"] });
    class A {
      @CountCalls(calls, { labels: { class: "A" } })
      call() {}
    }
    class B {
      @CountCalls(calls, { labels: { class: "B" } })
      call() {}
    }
    expect(await shownWithZeros(defaultRegistry)).toMatchObject({
      "common_total{class=A}": 0,
      "common_total{class=B}": 0,
    });
    using _a = bind(A, new Registry());
    const shownNow = await shownWithZeros(defaultRegistry);
    expect(shownNow).toHaveProperty(["common_total{class=B}"], 0);
    expect(shownNow).not.toHaveProperty(["common_total{class=A}"]);
    using _b = bind(B, defaultRegistry);
    using _b2 = bind(B, new Registry());
    expect(await shownWithZeros(defaultRegistry)).toHaveProperty(["common_total{class=B}"], 0);
  });

  test("makes the class wait for a lazy binding again when it is disposed", async () => {
    const { calls, Service } = declared("again");
    const registry = new Registry();
    bind(Service, registry)[Symbol.dispose]();
    expect(await shownWithZeros(defaultRegistry)).toHaveProperty("again_total", 0);
    new Service().call();
    expect([value(defaultRegistry, calls), value(registry, calls)]).toEqual([1, 0]);
  });
});

describe("the class label", () => {
  test("is set at the first call at the latest", async () => {
    class Named {
      @CountCalls()
      call() {}
    }
    expect(await shownWithZeros(defaultRegistry)).not.toHaveProperty(["method_calls_total{class=,method=call}"]);
    new Named().call();
    expect(await shownWithZeros(defaultRegistry)).toEqual({ "method_calls_total{class=Named,method=call}": 1 });
  });

  test("is set before the first call if the decorator receives the class", async () => {
    @Instrumented({ name: "Renamed" })
    class Named {
      call() {}
    }
    expect(await shownWithZeros(defaultRegistry)).toHaveProperty(["method_calls_total{class=Renamed,method=call}"], 0);
    expect(Named.name).toBe("Named");
  });
});

describe("a class that is evaluated again", () => {
  test("keeps its collectors", async () => {
    const evaluate = () => {
      class Reloaded {
        @CountCalls(counter({ name: "reloaded_total", help: "Calls.", labelNames: ["x"] }), {
          labels: ({ method }: Settled) => ({ x: method }),
        })
        call() {}
      }
      return Reloaded;
    };
    new (evaluate())().call();
    new (evaluate())().call();
    await defaultRegistry.gather();
    new (evaluate())().call();
    expect(await shown(defaultRegistry)).toEqual({ "reloaded_total{x=call}": 3 });
  });
});

describe("a collector that is cleared", () => {
  test("is written to by the next call", () => {
    const { calls, Service } = declared("cleared");
    const service = new Service();
    service.call();
    defaultRegistry.getOrCreate(calls).clear();
    service.call();
    expect(value(defaultRegistry, calls)).toBe(1);
  });

  test("is written to by the next call if only some series were removed", () => {
    const calls = counter({ name: "removed_total", help: "Calls.", labelNames: ["x"] });
    class Service {
      @CountCalls(calls, { labels: { x: 1 } })
      call() {}
    }
    const service = new Service();
    service.call();
    defaultRegistry.getOrCreate(calls).remove({ x: 1 });
    service.call();
    expect(value(defaultRegistry, calls, { x: 1 })).toBe(1);
  });
});
