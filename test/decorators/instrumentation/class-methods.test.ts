import { describe, expect, test } from "vitest";
import { bind, CountCalls, counter, declarationsOf, Instrumented, Registry, Timer } from "../../../src/index.js";
import { shown } from "../reading.js";
import { recordedReports } from "../recorded-reports.js";

const reported = recordedReports();
const calls = counter({ name: "calls_total", help: "Calls." });
const others = counter({ name: "others_total", help: "Calls." });

/** A decorator for classes as compiled JavaScript calls it, in the legacy dialect. */
type Loose = (type: unknown) => void;

describe("a decorator on a class", () => {
  test("measures an instance method beside a decorated static method of the same name", async () => {
    @CountCalls(calls)
    class Users {
      @CountCalls(others)
      static find() {}
      find() {}
    }
    const registry = new Registry();
    using _ = bind(Users, registry);
    Users.find();
    new Users().find();
    expect(await shown(registry)).toEqual({ calls_total: 1, others_total: 1 });
  });

  test("measures static and instance methods of a derived class in the registry of that class", async () => {
    @CountCalls(calls)
    class Users {
      static find() {}
      find() {}
    }
    class Admins extends Users {}
    const [first, second] = [new Registry(), new Registry()];
    using _first = bind(Users, first);
    using _second = bind(Admins, second);
    Admins.find();
    new Admins().find();
    expect([await shown(first), await shown(second)]).toEqual([{}, { calls_total: 2 }]);
  });

  test("declares its methods as static or not, and as public", () => {
    @CountCalls(calls)
    class Users {
      static all() {}
      find() {}
    }
    const declared = declarationsOf(Users).map((one) => [one.member, one.static, one.private]);
    expect(declared).toEqual([
      ["find", false, false],
      ["all", true, false],
    ]);
  });

  test("measures no method twice if another decorator of the class has the same kind", async () => {
    @Instrumented()
    @Timer()
    class Users {
      static all() {}
      find() {}
    }
    const registry = new Registry();
    using _ = bind(Users, registry);
    Users.all();
    new Users().find();
    expect(await shown(registry)).toMatchObject({
      "method_duration_seconds{class=Users,method=all}": 1,
      "method_duration_seconds{class=Users,method=find}": 1,
    });
  });

  test("does not measure the constructor of a class that is compiled to a function", async () => {
    function Users() {}
    Users.prototype.find = () => {};
    (CountCalls(calls) as Loose)(Users);
    expect(Users.prototype.constructor).toBe(Users);
    expect(declarationsOf(Users as unknown as new () => object).map(({ member }) => member)).toEqual(["find"]);
  });

  test("leaves a function in a static field unchanged", () => {
    class Users {
      static readonly parse = () => {};
      find() {}
    }
    const { parse } = Users;
    (CountCalls(calls) as Loose)(Users);
    expect(Users.parse).toBe(parse);
  });

  test("reports a method without a name that cannot be replaced", () => {
    class Users {}
    Object.defineProperty(Users.prototype, Symbol(), { value() {} });
    (CountCalls(calls) as Loose)(Users);
    expect(reported.join()).toContain("cannot measure Users[], because");
  });
});

test("@Instrumented does not report a method that cannot be replaced and has all its decorators", () => {
  class Users {
    find() {}
  }
  (Instrumented() as Loose)(Users);
  Object.defineProperty(Users.prototype, "find", { writable: false, configurable: false });
  (Instrumented() as Loose)(Users);
  expect(reported).toEqual([]);
});

test("a static method that a derived class inherits is measured in the registry of that class", async () => {
  class Users {
    @CountCalls(calls)
    static find() {}
    list() {}
  }
  class Admins extends Users {}
  const [first, second] = [new Registry(), new Registry()];
  using _first = bind(Users, first);
  using _second = bind(Admins, second);
  Admins.find();
  expect([await shown(first), await shown(second)]).toEqual([{}, { calls_total: 1 }]);
});

test("a decorator of a method with classOf shows no series of the class before a call", async () => {
  class Users {
    @CountCalls({ classOf: "self" })
    find() {}
  }
  const registry = new Registry();
  using _ = bind(Users, registry);
  expect(declarationsOf(Users).map(({ labels }) => labels)).toEqual([undefined]);
  new Users().find();
  expect(await shown(registry)).toEqual({ "method_calls_total{class=Users,method=find}": 1 });
});

test("a decorated method is declared as public", () => {
  class Users {
    @CountCalls(calls)
    find() {}
  }
  expect(declarationsOf(Users).map((one) => one.private)).toEqual([false]);
});
