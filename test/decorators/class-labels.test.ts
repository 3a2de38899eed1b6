import { describe, expect, test } from "vitest";
import {
  bind,
  ClassLabel,
  CountCalls,
  CountExceptions,
  counter,
  declarationsOf,
  InProgress,
  Instrumented,
  Registry,
  Timer,
} from "../../src/index.js";
import { inProduction } from "./in-production.js";
import { shown } from "./reading.js";
import { recordedReports } from "./recorded-reports.js";

const reported = recordedReports();

const calls = (registry: Registry) => shown(registry).then((all) => Object.keys(all));

/** Removes a class's name, as minifiers do. */
function nameless<C extends object>(type: C): C {
  Object.defineProperty(type, "name", { value: "" });
  return type;
}

describe("the class label", () => {
  test("is the decorator's option class", async () => {
    class A {
      @Timer({ class: "Users" })
      @InProgress({ class: "Users" })
      @CountCalls({ class: "Users" })
      @CountExceptions({ class: "Users" })
      find() {
        throw new RangeError("no");
      }
    }
    nameless(A);
    const registry = new Registry();
    using _ = bind(A, registry);
    expect(() => new A().find()).toThrow("no");
    expect(await calls(registry)).toEqual([
      "method_calls_total{class=Users,method=find}",
      "method_duration_seconds{class=Users,method=find}",
      "method_exceptions_total{class=Users,method=find,exception=RangeError}",
    ]);
    expect(declarationsOf(A)[0]?.labels).toBeUndefined();
    expect(declarationsOf(A)[1]?.labels).toEqual({ class: "Users", method: "find" });
    expect(reported).toEqual([]);
  });

  test("is the argument of @ClassLabel, which measures nothing itself", async () => {
    @ClassLabel("Users")
    class A {
      @CountCalls()
      find() {}
      save() {}
    }
    nameless(A);
    class Special extends A {
      @CountCalls()
      override save() {}
    }
    const registry = new Registry();
    using _ = bind(Special, registry);
    new Special().find();
    new Special().save();
    expect(await calls(registry)).toEqual([
      "method_calls_total{class=Special,method=save}",
      "method_calls_total{class=Users,method=find}",
    ]);
    expect(declarationsOf(A)).toHaveLength(1);
    expect(reported).toEqual([]);
  });

  test("must be the same in @ClassLabel and @Instrumented", () => {
    @ClassLabel("Users")
    @Instrumented({ name: "Users" })
    class A {
      find() {}
    }
    expect(declarationsOf(A)[0]?.labels).toEqual({ class: "Users", method: "find" });
    expect(() => {
      @ClassLabel("Users")
      @Instrumented({ name: "Orders" })
      class B {
        find() {}
      }
      return B;
    }).toThrow(
      '@ClassLabel: the class label must be "Orders", as another decorator sets it, but was "Users". Omit one of them.',
    );
  });

  test("is empty for a class whose name is not a string", async () => {
    class A {
      @CountCalls()
      find() {}
    }
    Object.defineProperty(A, "name", { value: () => "a static method" });
    const registry = new Registry();
    using _ = bind(A, registry);
    new A().find();
    expect(await calls(registry)).toEqual(["method_calls_total{class=,method=find}"]);
    expect(reported).toHaveLength(1);
  });
});

describe("classes that share series", () => {
  /** Two classes with one name, which are declared in two places. */
  function twoUsers() {
    const first = (() => {
      class Users {
        @CountCalls()
        find() {}
      }
      return Users;
    })();
    class Users {
      @CountCalls()
      find() {}
    }
    return [first, Users] as const;
  }

  test("are reported once if they have the same name", async () => {
    const registry = new Registry();
    for (const type of twoUsers()) {
      using _ = bind(type, registry);
      new type().find();
      new type().find();
    }
    expect(await shown(registry)).toEqual({ "method_calls_total{class=Users,method=find}": 4 });
    expect(reported).toEqual([
      'Users NARTHEX_SHARED_CLASS_LABEL: method_calls_total: two classes have the label class="Users" and share its series. Name one of them with @ClassLabel("…") or @Instrumented({ name: "…" }), or give each of its decorators the option class. If that is intended, name both.',
    ]);
  });

  test("are reported if they are not bound", () => {
    for (const type of twoUsers()) new type().find();
    expect(reported).toHaveLength(1);
  });

  test("are reported if one of them has the name from a decorator's option", () => {
    const registry = new Registry();
    class Users {
      @CountCalls()
      find() {}
    }
    class Others {
      @CountCalls({ class: "Users" })
      find() {}
    }
    using _users = bind(Users, registry);
    using _others = bind(Others, registry);
    expect(reported).toHaveLength(1);
  });

  test("are not reported if both are given the name explicitly", () => {
    const registry = new Registry();
    @ClassLabel("Users")
    class A {
      @CountCalls()
      find() {}
    }
    @Instrumented({ name: "Users" })
    class B {
      find() {}
    }
    using _a = bind(A, registry);
    using _b = bind(B, registry);
    expect(reported).toEqual([]);
  });

  test("are not reported in different registries or namespaces", () => {
    const [one, two] = twoUsers();
    using _one = bind(one, new Registry());
    using _two = bind(two, new Registry());
    const registry = new Registry();
    using _again = bind(one, registry);
    @Instrumented({ namespace: "shop" })
    class Users {
      find() {}
    }
    using _users = bind(Users, registry);
    expect(reported).toEqual([]);
  });

  test("are reported if they have no name", async () => {
    const registry = new Registry();
    const types = twoUsers().map(nameless);
    for (const type of types) {
      using _ = bind(type, registry);
      new type().find();
      new type().find();
    }
    expect(await shown(registry)).toEqual({ "method_calls_total{class=,method=find}": 4 });
    expect(reported).toEqual(
      types.map(
        () =>
          'class="" NARTHEX_UNNAMED_CLASS: method_calls_total: the class with the measured methods find has no name, so it has the label class="" and shares its series with all others that have none. Name it with @ClassLabel("…") or @Instrumented({ name: "…" }), or give each of its decorators the option class.',
      ),
    );
  });

  test("are not reported for a collector without the class label", () => {
    const own = counter({ name: "own_total", help: "Calls." });
    class Users {
      @CountCalls(own)
      find() {}
    }
    const registry = new Registry();
    using _ = bind(nameless(Users), registry);
    new Users().find();
    expect(reported).toEqual([]);
  });

  describe("because a class is evaluated again", () => {
    const evaluateTwice = async () => {
      const registry = new Registry();
      for (let i = 0; i < 2; i++) {
        const [type] = twoUsers();
        bind(type, registry);
        new type().find();
        await new Promise(setImmediate);
      }
      return shown(registry);
    };

    test("are not reported in development", async () => {
      expect(await evaluateTwice()).toEqual({ "method_calls_total{class=Users,method=find}": 2 });
      expect(reported).toEqual([]);
    });

    test("are reported in production, where modules are not reloaded", async () => {
      using _ = inProduction();
      await evaluateTwice();
      expect(reported).toHaveLength(1);
    });
  });
});

describe("an invalid class name is rejected:", () => {
  const attempts: readonly (readonly [string, () => unknown])[] = [
    ["@Timer: class must be a non-empty string, but was 3.", () => Timer({ class: 3 as never })],
    ["@CountCalls: class must be a non-empty string", () => CountCalls({ class: "" })],
    ['@InProgress: classOf must be "self", but was "base".', () => InProgress({ classOf: "base" as never })],
    ["class and classOf must not both be set", () => CountCalls({ class: "A", classOf: "self" })],
    ['@Instrumented: classOf must be "self"', () => Instrumented({ classOf: "base" as never })],
    [
      "@CountCalls: class must be omitted for a_total, because it is an option for the shared family. Set the label in the option labels.",
      () => CountCalls(counter({ name: "a_total", help: "Calls." }), { class: "A" } as never),
    ],
    ["@ClassLabel: the label must be a non-empty string, but was undefined.", () => ClassLabel(undefined as never)],
    [
      "@ClassLabel: must decorate a class, but decorates the method find. Set the option class of its decorators instead.",
      () => {
        class A {
          // @ts-expect-error the decorator is for classes
          @ClassLabel("A")
          find() {}
        }
        return A;
      },
    ],
  ];
  test.each(attempts)("%s", (message, attempt) => {
    expect(attempt).toThrow(message);
  });
});
