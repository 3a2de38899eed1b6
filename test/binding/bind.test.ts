import { describe, expect, test } from "vitest";
import {
  bind,
  bindAll,
  CountCalls,
  counter,
  defaultRegistry,
  gauge,
  Histogram,
  histogram,
  InProgress,
  onError,
  Registry,
  Timer,
} from "../../src/index.js";
import { shown, shownWithZeros, value } from "../decorators/reading.js";

const calls = counter({ name: "bound_calls_total", help: "Calls." });
const running = gauge({ name: "bound_in_progress", help: "Running." });
const seconds = histogram({ name: "bound_seconds", help: "Time.", labelNames: ["tier"] });

/** A class that no other test has called or bound. */
function service() {
  class Service {
    @CountCalls(calls)
    call() {}

    @InProgress(running)
    @Timer(seconds, { labels: ({ args: [tier] }: { args: readonly [string, ...unknown[]] }) => ({ tier }) })
    async work(_tier: string, until: Promise<void>) {
      await until;
    }
  }
  return Service;
}

describe("bind", () => {
  test("creates the declared collectors, at 0 if their labels are known", async () => {
    const Service = service();
    const registry = new Registry();
    using _ = bind(Service, registry);
    expect(await shownWithZeros(registry)).toEqual({ bound_calls_total: 0, bound_in_progress: 0 });
  });

  test("of an instance takes precedence over its class, and of a class over its base class", () => {
    const Service = service();
    class Derived extends Service {}
    const [ofBase, ofClass, ofInstance] = [new Registry(), new Registry(), new Registry()];
    const one = new Derived();
    using _base = bind(Service, ofBase);
    using _class = bind(Derived, ofClass);
    using _instance = bind(one, ofInstance);
    one.call();
    new Derived().call();
    new Derived().call();
    new Service().call();
    new Service().call();
    new Service().call();
    expect([ofInstance, ofClass, ofBase].map((registry) => value(registry, calls))).toEqual([1, 2, 3]);
  });

  test("ends when it is disposed, in any order", () => {
    const Service = service();
    const [first, second] = [new Registry(), new Registry()];
    const one = new Service();
    const bindFirst = bind(Service, first);
    one.call();
    const bindSecond = bind(Service, second);
    one.call();
    bindFirst[Symbol.dispose]();
    one.call();
    bindSecond[Symbol.dispose]();
    one.call();
    bindSecond[Symbol.dispose]();
    one.call();
    expect([first, second].map((registry) => value(registry, calls))).toEqual([1, 2]);
  });

  test("receives no updates after disposal, except decrements of gauges", async () => {
    const Service = service();
    const [first, second] = [new Registry(), new Registry()];
    const { promise, resolve } = deferred();
    const binding = bind(Service, first);
    const one = new Service();
    const work = one.work("a", promise);
    expect(value(first, running)).toBe(1);
    binding[Symbol.dispose]();
    using _ = bind(Service, second);
    resolve();
    await work;
    expect([value(first, running), value(second, running)]).toEqual([0, 0]);
    expect([value(first, seconds, { tier: "a" }), value(second, seconds, { tier: "a" })]).toEqual([undefined, 1]);
  });

  test("routes each instance of a class to its own registry while calls overlap", async () => {
    const Service = service();
    const tenants = Array.from({ length: 20 }, () => {
      const registry = new Registry();
      const service = new Service();
      return { registry, service, binding: bind(service, registry) };
    });
    const { promise, resolve } = deferred();
    const work = tenants.flatMap(({ service }, i) => {
      for (let n = 0; n <= i; n++) service.call();
      return Array.from({ length: i }, (_, n) => service.work(n % 2 === 0 ? "a" : "b", promise));
    });
    expect(tenants.map(({ registry }) => value(registry, running))).toEqual(tenants.map((_, i) => i));
    resolve();
    await Promise.all(work);
    expect(tenants.map(({ registry }) => value(registry, calls))).toEqual(tenants.map((_, i) => i + 1));
    expect(tenants.map(({ registry }) => value(registry, seconds, { tier: "a" }) ?? 0)).toEqual(
      tenants.map((_, i) => Math.ceil(i / 2)),
    );
    for (const { binding } of tenants) binding[Symbol.dispose]();
  });

  test("of one instance does not affect other instances", () => {
    const Service = service();
    const [ofClass, ofInstance] = [new Registry(), new Registry()];
    using _class = bind(Service, ofClass);
    const [one, other] = [new Service(), new Service()];
    one.call();
    {
      using _instance = bind(one, ofInstance);
      one.call();
      other.call();
    }
    one.call();
    other.call();
    expect([value(ofClass, calls), value(ofInstance, calls)]).toEqual([4, 1]);
  });

  test("applies to methods that are detached from their object", () => {
    const Service = service();
    const registry = new Registry();
    using _ = bind(Service, registry);
    const { call } = new Service();
    call();
    Reflect.apply(call, {}, []);
    Reflect.apply(call, Object.create(null), []);
    expect(value(registry, calls)).toBe(3);
  });

  test("of a class applies to methods that it borrows from a class whose calls did not depend on the receiver", () => {
    const Service = service();
    class Other {
      declare call: InstanceType<typeof Service>["call"];
    }
    Other.prototype.call = Service.prototype.call;
    const [ofService, ofOther] = [new Registry(), new Registry()];
    using _service = bind(Service, ofService);
    new Service().call();
    new Other().call();
    expect([ofService, ofOther].map((registry) => value(registry, calls))).toEqual([2, 0]);
    {
      using _other = bind(Other, ofOther);
      new Other().call();
      new Service().call();
    }
    new Other().call();
    expect([ofService, ofOther].map((registry) => value(registry, calls))).toEqual([4, 1]);
  });

  test("can be disposed twice without effect on later bindings", () => {
    const Service = service();
    class Derived extends Service {}
    const [ofBase, ofClass] = [new Registry(), new Registry()];
    using _base = bind(Service, ofBase);
    const disposed = bind(Derived, ofClass);
    disposed[Symbol.dispose]();
    disposed[Symbol.dispose]();
    new Service().call();
    using _class = bind(Derived, ofClass);
    new Derived().call();
    new Service().call();
    expect([ofBase, ofClass].map((registry) => value(registry, calls))).toEqual([2, 1]);
  });

  test("works with compilers that pass no metadata to decorators", () => {
    const registry = new Registry();
    class Bare {
      call() {}
    }
    const context = { kind: "method", name: "call", static: false, private: false, metadata: undefined };
    const decorate = CountCalls(calls) as unknown as (value: unknown, context: object) => () => void;
    Bare.prototype.call = decorate(Bare.prototype.call, context);
    using _ = bind(Bare, registry);
    new Bare().call();
    expect(value(registry, calls)).toBe(1);
  });

  test("of a class with live collectors does not register them", async () => {
    const live = new Histogram({ name: "live_seconds", help: "Time.", labelNames: ["tier"], registry: null });
    class Live {
      @Timer(live, { labels: { tier: "a" } })
      run() {}
    }
    const registry = new Registry();
    using _ = bind(Live, registry);
    expect(live.get({ tier: "a" })?.count).toBe(0);
    new Live().run();
    expect(live.get({ tier: "a" })?.count).toBe(1);
    expect(await shownWithZeros(registry)).toEqual({});
  });

  test("twice in the same registry shares the collectors", async () => {
    const Service = service();
    const registry = new Registry();
    using _first = bind(Service, registry);
    using _second = bind(Service, registry);
    new Service().call();
    expect(await shown(registry)).toEqual({ bound_calls_total: 1 });
  });

  test("of two classes with the same declaration shares their collector", async () => {
    const Service = service();
    class Other {
      @CountCalls(counter({ name: "bound_calls_total", help: "Calls." }))
      call() {}
    }
    const registry = new Registry();
    using _ = bindAll([Service, Other], registry);
    new Service().call();
    new Other().call();
    expect(await shown(registry)).toEqual({ bound_calls_total: 2 });
  });

  test("throws if another metric has the name, and binds nothing", async () => {
    const Service = service();
    class Other {
      @CountCalls(counter({ name: "bound_calls_total", help: "Something else." }))
      call() {}
    }
    const registry = new Registry();
    using _ = bind(Service, registry);
    expect(() => bind(Other, registry)).toThrow("bound_calls_total");
    expect(() => bindAll([Service, Other], registry)).toThrow("bound_calls_total");
    const heard: string[] = [];
    onError((_, { source }) => heard.push(source));
    defaultRegistry.getOrCreate(calls);
    new Other().call();
    onError(undefined);
    new Service().call();
    expect(await shown(registry)).toEqual({ bound_calls_total: 1 });
    expect(new Set(heard)).toEqual(new Set(["bound_calls_total"]));
  });
});

describe("bindAll", () => {
  test("binds classes and instances until it is disposed", () => {
    const Service = service();
    const registry = new Registry();
    class Other extends Service {}
    const one = new Service();
    const binding = bindAll(new Set([Other, one]), registry);
    one.call();
    new Other().call();
    new Service().call();
    expect(value(registry, calls)).toBe(2);
    binding[Symbol.dispose]();
    one.call();
    new Other().call();
    expect(value(registry, calls)).toBe(2);
  });
});

function deferred() {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
