import { describe, expect, test } from "vitest";
import { bind, CountCalls, counter, declarationsOf, Instrumented, Registry } from "../../src/index.js";
import { shown } from "./reading.js";

const based = counter({ name: "based_total", help: "Calls." });
const derived = counter({ name: "derived_total", help: "Calls." });

abstract class Base {
  @CountCalls(based)
  run(): string {
    return "base";
  }

  @CountCalls(based)
  inherited(): string {
    return this.run();
  }

  @CountCalls()
  static create(): string {
    // biome-ignore lint/complexity/noThisInStatic: it stands for the derived class
    return this.name;
  }
}

class Redeclared extends Base {
  @CountCalls(derived)
  override run(): string {
    return "redeclared";
  }
}

class Overridden extends Base {
  override run(): string {
    return "overridden";
  }
}

class Calling extends Base {
  @CountCalls(derived)
  override run(): string {
    return `${super.run()} called`;
  }
}

async function counted(type: new () => Base, use: (one: Base) => void) {
  const registry = new Registry();
  using _ = bind(type, registry);
  use(new type());
  return shown(registry);
}

describe("an inherited method", () => {
  test("is counted in the registry of the derived class", async () => {
    class Plain extends Base {}
    expect(await counted(Plain, (one) => one.inherited())).toEqual({ based_total: 2 });
  });

  test("that is overridden with a decorator counts for the nearest declaration only", async () => {
    expect(await counted(Redeclared, (one) => one.run())).toEqual({ derived_total: 1 });
  });

  test("that is overridden without a decorator does not count", async () => {
    expect(await counted(Overridden, (one) => one.run())).toEqual({});
  });

  test("that is called through super counts for the declaration of the base class too", async () => {
    expect(await counted(Calling, (one) => one.run())).toEqual({ based_total: 1, derived_total: 1 });
  });

  test("keeps the name of the class that declares it", async () => {
    class Plain extends Base {}
    const registry = new Registry();
    using _ = bind(Plain, registry);
    expect(Plain.create()).toBe("Plain");
    expect(await shown(registry)).toEqual({ "method_calls_total{class=Base,method=create}": 1 });
  });
});

describe("declarationsOf", () => {
  const of = (type: Parameters<typeof declarationsOf>[0]) =>
    declarationsOf(type).map(({ member, spec, declaredBy }) => `${declaredBy.name}.${String(member)} ${spec.name}`);

  test("returns the nearest declaration of a member", () => {
    expect(of(Redeclared)).toEqual([
      "Redeclared.run derived_total",
      "Base.inherited based_total",
      "Base.create method_calls_total",
    ]);
    expect(of(Base)).toEqual(["Base.run based_total", "Base.inherited based_total", "Base.create method_calls_total"]);
    expect(of(Overridden)).toEqual(of(Base));
  });
});

describe("a mixin", () => {
  // biome-ignore lint/suspicious/noExplicitAny: TypeScript requires it of a mixin
  type Constructor = new (...args: any[]) => object;
  const Counted = <T extends Constructor>(type: T) => {
    class Mixed extends type {
      @CountCalls(derived)
      mixed() {}
    }
    return Mixed;
  };
  class A {}
  class B {}

  test("is counted separately for each class that it is mixed into", async () => {
    const [OfA, OfB] = [Counted(A), Counted(B)];
    const [registryA, registryB] = [new Registry(), new Registry()];
    using _a = bind(OfA, registryA);
    using _b = bind(OfB, registryB);
    new OfA().mixed();
    new OfB().mixed();
    new OfB().mixed();
    expect(await shown(registryA)).toEqual({ derived_total: 1 });
    expect(await shown(registryB)).toEqual({ derived_total: 2 });
  });
});

test("one method counts calls on receivers of many classes", async () => {
  const registries = [new Registry(), new Registry(), new Registry()];
  const types = registries.map(() => class extends Base {});
  const bindings = types.map((type, i) => bind(type, registries[i] as Registry));
  for (let round = 0; round < 10; round++) for (const type of types) new type().run();
  for (const registry of registries) expect(await shown(registry)).toEqual({ based_total: 10 });
  for (const binding of bindings) binding[Symbol.dispose]();
});

test("@Instrumented on a base class does not measure methods of derived classes", async () => {
  @Instrumented()
  class Parent {
    run() {}
  }
  class Child extends Parent {
    override run() {}
    extra() {}
  }
  const registry = new Registry();
  using _ = bind(Child, registry);
  new Child().run();
  new Child().extra();
  expect(await shown(registry)).toEqual({});
});
