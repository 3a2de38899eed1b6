import { describe, expect, test } from "vitest";
import {
  bind,
  bindAll,
  ClassLabel,
  CountCalls,
  counter,
  defaultRegistry,
  Instrumented,
  Registry,
} from "../../src/index.js";
import { inProduction } from "../decorators/in-production.js";
import { recordedReports } from "../decorators/recorded-reports.js";
import { turns } from "../event-loop-turns.js";

const reported = recordedReports();

/** Removes a class's name, as minifiers do. */
function nameless<C extends object>(type: C): C {
  return Object.defineProperty(type, "name", { value: "" });
}

function users() {
  class Users {
    @CountCalls()
    find() {}
  }
  return Users;
}

function repository() {
  class Repository {
    @CountCalls({ classOf: "self" })
    find() {}
  }
  return Repository;
}

describe("two classes with one class label are not reported", () => {
  test("if both have it from the option class", () => {
    class A {
      @CountCalls({ class: "Users" })
      find() {}
    }
    class B {
      @CountCalls({ class: "Users" })
      find() {}
    }
    bindAll([A, B], new Registry());
    expect(reported).toEqual([]);
  });

  test("if both are derived classes that are named explicitly", () => {
    const Repository = repository();
    @ClassLabel("Users")
    class A extends Repository {}
    @ClassLabel("Users")
    class B extends Repository {}
    using _ = bind(Repository, new Registry());
    for (const one of [new A(), new B()]) one.find();
    expect(reported).toEqual([]);
  });

  test("if one is a base class that is not used itself, because its methods have the label of the receiver", () => {
    const Base = repository();
    Object.defineProperty(Base, "name", { value: "Users" });
    class Special extends Base {}
    const registry = new Registry();
    bindAll([Special, users()], registry);
    new Special().find();
    expect(reported).toEqual([]);
  });

  test("if the former is used again in a later turn, but both are named explicitly", async () => {
    const registry = new Registry();
    const evaluate = () => {
      @ClassLabel("Users")
      class A {
        @CountCalls()
        find() {}
      }
      bind(A, registry);
      return new A();
    };
    const former = evaluate();
    await turns(1);
    const latter = evaluate();
    for (const one of [former, latter, former]) one.find();
    expect(reported).toEqual([]);
  });
});

describe("two classes with one class label are reported", () => {
  test("if they have the same constant labels in another order", () => {
    @Instrumented({ constLabels: { team: "a", site: "x" } })
    class A {
      @CountCalls({ class: "Users" })
      find() {}
    }
    @Instrumented({ constLabels: { site: "x", team: "a" } })
    class Users {
      @CountCalls()
      find() {}
    }
    bindAll([A, Users], new Registry());
    expect(reported).toHaveLength(1);
  });

  test("if only one of them is named explicitly and the former is used after the latter", async () => {
    const registry = new Registry();
    const former = users();
    bind(former, registry);
    await turns(1);
    @ClassLabel("Users")
    class Latter {
      @CountCalls()
      find() {}
    }
    Object.defineProperty(Latter, "name", { value: "Users" });
    bind(Latter, registry);
    for (const type of [former, Latter]) new type().find();
    expect(reported).toEqual([
      expect.stringMatching(/^Users NARTHEX_SHARED_CLASS_LABEL: .* the former was used after the latter was evaluated/),
    ]);
  });

  test("if the classes have different names and were evaluated in different turns", async () => {
    const registry = new Registry();
    bind(users(), registry);
    await turns(1);
    class Others {
      @CountCalls({ class: "Users" })
      find() {}
    }
    bind(Others, registry);
    expect(reported).toHaveLength(1);
  });

  test("by the first call, even if it is counted in another family", () => {
    const own = counter({ name: "own_calls_total", help: "Calls." });
    const evaluate = () => {
      class Accounts {
        @CountCalls(own)
        open() {}
        @CountCalls()
        close() {}
      }
      return new Accounts();
    };
    evaluate().open();
    evaluate().open();
    expect(reported).toEqual([expect.stringContaining('two classes have the label class="Accounts"')]);
  });
});

describe("classes of one name that inherit a method with the label of the receiver", () => {
  /** Evaluates classes named `Users`, and calls the method of each. */
  function callAll(...evaluate: readonly ((base: ReturnType<typeof repository>) => new () => { find(): void })[]) {
    const Repository = repository();
    bind(Repository, new Registry());
    for (const one of evaluate.map((make) => new (make(Repository))())) one.find();
  }
  const withoutMembers = (Base: ReturnType<typeof repository>) => {
    class Users extends Base {}
    return Users;
  };
  const withMembers = (Base: ReturnType<typeof repository>) => {
    class Users extends Base {
      @CountCalls()
      save() {}
    }
    return Users;
  };

  test.each([
    ["declare nothing", withoutMembers, withoutMembers],
    ["declare nothing, but the latter does", withoutMembers, withMembers],
    ["declare a member, but the latter does not", withMembers, withoutMembers],
  ])("are reported in production only, if they %s", (_, former, latter) => {
    callAll(former, latter);
    expect(reported).toEqual([]);
    using _production = inProduction();
    callAll(former, latter);
    expect(reported).toHaveLength(1);
  });
});

describe("a class without a name", () => {
  test("is reported with its measured methods, each once", () => {
    class A {
      @CountCalls()
      find() {}
      @CountCalls()
      @CountCalls(counter({ name: "saved_total", help: "" }))
      save() {}
    }
    using _ = bind(nameless(A), new Registry());
    expect(reported).toEqual([expect.stringContaining("the class with the measured methods find, save has no name")]);
  });

  test("is reported once if its method is called before the class is known", () => {
    const Users = nameless(users());
    const { find } = new Users();
    find();
    new Users().find();
    expect(reported).toHaveLength(1);
  });

  test("is reported if it inherits a method with the label of the receiver", () => {
    const Repository = repository();
    class Derived extends Repository {
      static readonly declared = true;
    }
    using _ = bind(Repository, new Registry());
    new (nameless(Derived))().find();
    expect(reported).toEqual([expect.stringContaining("method_calls_total: a class has no name, so it has the label")]);
  });

  test("is not reported if only classes derived from it are used and its methods have their label", () => {
    const Base = nameless(repository());
    class Users extends Base {}
    using _ = bind(Users, new Registry());
    new Users().find();
    expect(reported).toEqual([]);
  });

  test("is not reported if it inherits a method with a label of its own", () => {
    @Instrumented({ classOf: "self", exclude: ["find"] })
    class Base {
      @CountCalls({ class: "Fixed" })
      find() {}
    }
    class Derived extends Base {}
    using _ = bind(Base, new Registry());
    new (nameless(Derived))().find();
    expect(reported).toEqual([]);
  });

  test("is not reported by a gather before its first call, when a compiler has not made the class known", async () => {
    users();
    using _families = await defaultRegistry.gather();
    expect(reported).toEqual([]);
  });
});
