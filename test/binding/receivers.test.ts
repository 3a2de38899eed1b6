import { afterEach, describe, expect, test } from "vitest";
import { bind, bindAll, CountCalls, Counter, countCalls, counter, defaultRegistry, Registry } from "../../src/index.js";
import { shown, value } from "../decorators/reading.js";
import { recordedReports } from "../decorators/recorded-reports.js";

recordedReports();
afterEach(() => defaultRegistry.clear());

const calls = counter({ name: "received_calls_total", help: "Calls." });

function service() {
  class Service {
    @CountCalls(calls)
    call() {}
    @CountCalls(calls)
    static create() {}
  }
  return Service;
}

/** An instance, and the number of times that its class was read. */
function observed(Service: ReturnType<typeof service>) {
  const observed = { reads: 0, one: new Service() };
  observed.one = new Proxy(observed.one, {
    get: (target, key) => {
      if (key === "constructor") observed.reads++;
      return Reflect.get(target, key);
    },
  });
  return observed;
}

describe("the class of a receiver is not read", () => {
  test("if all bindings are to one registry", () => {
    const Service = service();
    using _ = bindAll([Service, service()], new Registry());
    new Service().call();
    const seen = observed(Service);
    seen.one.call();
    expect(seen.reads).toBe(0);
  });

  test("after all bindings to other registries have ended", () => {
    const Service = service();
    const other = bindAll([Service, service()], new Registry());
    using _ = bind(Service, new Registry());
    other[Symbol.dispose]();
    new Service().call();
    const seen = observed(Service);
    seen.one.call();
    expect(seen.reads).toBe(0);
  });

  test("if nothing is bound", () => {
    const Service = service();
    new Service().call();
    const seen = observed(Service);
    seen.one.call();
    expect(seen.reads).toBe(0);
  });

  test("unless the bindings are to several registries", () => {
    const Service = service();
    using _ = bind(Service, new Registry());
    using _other = bind(service(), new Registry());
    new Service().call();
    const seen = observed(Service);
    seen.one.call();
    expect(seen.reads).toBeGreaterThan(0);
  });
});

describe("a call is counted in the registry", () => {
  test("of the nearest bound base class", () => {
    const [ofBase, ofDerived] = [new Registry(), new Registry()];
    const Base = service();
    class Derived extends Base {}
    class Nearest extends Derived {}
    using _base = bind(Base, ofBase);
    using _derived = bind(Derived, ofDerived);
    new Nearest().call();
    Nearest.create();
    expect([ofBase, ofDerived].map((registry) => value(registry, calls))).toEqual([0, 2]);
  });

  test("of the class on which a static method is called", () => {
    const [ofBase, ofDerived] = [new Registry(), new Registry()];
    const Base = service();
    class Derived extends Base {}
    using _base = bind(Base, ofBase);
    using _derived = bind(Derived, ofDerived);
    for (const type of [Base, Derived, Derived]) type.create();
    expect([ofBase, ofDerived].map((registry) => value(registry, calls))).toEqual([1, 2]);
  });

  test("of the class of a method that is called on an object whose property constructor is no class", () => {
    const [ofClass, other] = [new Registry(), new Registry()];
    const Service = service();
    using _ = bind(Service, ofClass);
    using _other = bind(service(), other);
    const { call } = new Service();
    Reflect.apply(call, { constructor: "Service" }, []);
    Reflect.apply(call, undefined, []);
    Reflect.apply(call, null, []);
    expect([ofClass, other].map((registry) => value(registry, calls))).toEqual([3, 0]);
  });

  test("of the class of a method that is called on an object whose property constructor throws", () => {
    const [ofClass, other] = [new Registry(), new Registry()];
    const Service = service();
    using _ = bind(Service, ofClass);
    using _other = bind(service(), other);
    const hostile = {
      get constructor(): never {
        throw new Error("unreadable");
      },
    };
    Reflect.apply(new Service().call, hostile, []);
    expect(value(ofClass, calls)).toBe(1);
  });

  test("of a wrapped function, not of the bound class or instance on which it is called", () => {
    const [ofFunction, ofOthers] = [new Registry(), new Registry()];
    const run = countCalls(calls, () => {});
    const Service = service();
    const one = Object.assign(new Service(), { run });
    const type = Object.assign(Service, { run });
    using _run = bind(run, ofFunction);
    using _others = bindAll([Service, one], ofOthers);
    one.run();
    type.run();
    run();
    expect([ofFunction, ofOthers].map((registry) => value(registry, calls))).toEqual([3, 0]);
  });
});

describe("the first call of a class", () => {
  test("creates the collectors of its other methods", () => {
    class Service {
      @CountCalls(counter({ name: "first_called_total", help: "" }))
      call() {}
      @CountCalls(counter({ name: "not_called_total", help: "" }))
      other() {}
    }
    new Service().call();
    expect(() => new Counter({ name: "not_called_total", help: "Another." })).toThrow("already registered");
  });

  test("does not set the class label for later calls if it is detached and the class is not known yet", async () => {
    class Late {
      @CountCalls()
      call() {}
    }
    const { call } = new Late();
    call();
    new Late().call();
    expect(await shown(defaultRegistry)).toMatchObject({ "method_calls_total{class=Late,method=call}": 1 });
  });

  test("is counted under the option class if it is detached and the class is not known yet", async () => {
    const detached = () => {
      class Late {
        @CountCalls({ class: "Known" })
        call() {}
      }
      return new Late().call;
    };
    detached()();
    class Other {
      @CountCalls({ class: "Known" })
      call() {}
    }
    new Other().call();
    detached()();
    expect(await shown(defaultRegistry)).toEqual({ "method_calls_total{class=Known,method=call}": 3 });
  });
});
