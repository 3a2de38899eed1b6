import "reflect-metadata";
import { describe, expect, test } from "vitest";
import { CountCalls, InProgress, Instrumented, Timer } from "../../../src/index.js";

/** Whether the compiler emits the types of parameters: with legacy decorators, except esbuild. */
const typesAreEmitted = /^legacy-(?!esbuild)/.test(process.env["DECORATORS"] ?? "");

function Typed(_target: unknown, _key: unknown): void {}

class Plain {
  @Timer()
  @InProgress()
  @CountCalls()
  method(_a: number, _b: string, ..._rest: unknown[]) {
    return this;
  }

  @Timer()
  async async(_a: number) {
    return this;
  }

  @Timer()
  *generator(_a: number) {
    yield this;
  }

  @Typed
  @Timer()
  typed(_a: number): string {
    return "";
  }
}

describe("a wrapper", () => {
  test("has the name and length of the method", () => {
    const { method, async, generator } = Plain.prototype;
    expect([method.name, method.length]).toEqual(["method", 2]);
    expect([async.name, async.length]).toEqual(["async", 1]);
    expect([generator.name, generator.length]).toEqual(["generator", 1]);
  });

  test("is the same kind of function as the method", () => {
    const kindOf = (fn: object) => fn.constructor.name;
    expect(kindOf(Plain.prototype.method)).toBe("Function");
    expect(kindOf(Plain.prototype.async)).toBe("AsyncFunction");
    expect(kindOf(Plain.prototype.generator)).toBe("GeneratorFunction");
  });

  test("has the property attributes of a method, and cannot be constructed", () => {
    const descriptor = Object.getOwnPropertyDescriptor(Plain.prototype, "method");
    expect(descriptor).toMatchObject({ enumerable: false, configurable: true, writable: true });
    expect(() => Reflect.construct(Plain.prototype.method, [])).toThrow(TypeError);
    expect(Object.hasOwn(Plain.prototype.method, "prototype")).toBe(false);
  });

  test("passes on the receiver and all arguments", () => {
    const seen: unknown[] = [];
    class Recording {
      @Timer()
      @CountCalls({ when: () => true })
      record(...args: unknown[]) {
        seen.push(this, args);
      }

      @CountCalls()
      only(...args: unknown[]) {
        seen.push(this, args);
      }

      @Timer()
      timed(...args: unknown[]) {
        seen.push(this, args);
      }
    }
    const one = new Recording();
    for (const fn of [one.record, one.only, one.timed]) {
      seen.length = 0;
      fn.call(one, 1, undefined, "three");
      Reflect.apply(fn, undefined, []);
      Reflect.apply(fn, 5, [null]);
      expect(seen).toEqual([one, [1, undefined, "three"], undefined, [], 5, [null]]);
    }
  });

  test("keeps the properties and metadata of the method", () => {
    const symbol = Symbol("own");
    const fn = Object.assign(function handler() {}, { route: "/a", [symbol]: 1 });
    Object.defineProperty(fn, "hidden", { value: 2, enumerable: false });
    Reflect.defineMetadata("roles", ["admin"], fn);
    class Holder {}
    const descriptor: PropertyDescriptor = { value: fn, configurable: true, writable: true };
    (Timer() as MethodDecorator)(Holder.prototype, "handler", descriptor);
    const wrapper = descriptor.value as typeof fn;
    expect(wrapper).not.toBe(fn);
    expect([wrapper.route, wrapper[symbol], Reflect.get(wrapper, "hidden")]).toEqual(["/a", 1, 2]);
    expect(Reflect.getOwnMetadataKeys(wrapper)).toEqual(["roles"]);
    expect(Reflect.getMetadata("roles", wrapper)).toEqual(["admin"]);
  });

  test("keeps the types that TypeScript emits for legacy decorators", () => {
    const types = Reflect.getMetadata("design:paramtypes", Plain.prototype, "typed");
    expect(types).toEqual(typesAreEmitted ? [Number] : undefined);
    expect(Reflect.getMetadata("design:returntype", Plain.prototype, "typed")).toBe(
      typesAreEmitted ? String : undefined,
    );
  });

  test("keeps the constructor's parameter types and the metadata of other decorators", () => {
    const Says = (target: object, _context?: unknown) => Reflect.defineMetadata("says", "so", target);
    @Says
    @Instrumented()
    @Timer()
    @Says
    class Injected {
      readonly plain: Plain;
      constructor(plain: Plain) {
        this.plain = plain;
      }
    }
    expect(Reflect.getMetadata("design:paramtypes", Injected)).toEqual(typesAreEmitted ? [Plain] : undefined);
    expect(Reflect.getMetadata("says", Injected)).toBe("so");
    expect(new Injected(new Plain())).toBeInstanceOf(Injected);
  });

  test("adds one frame to the stack of an error, with any number of decorators", async () => {
    class Failing {
      bare() {
        throw new Error("sync");
      }
      @Timer()
      @InProgress()
      @CountCalls()
      fail() {
        throw new Error("sync");
      }
      @Timer({ until: "end" })
      failToEnd() {
        throw new Error("sync");
      }
      *bareInside(): Generator<number> {
        yield* [];
        throw new Error("sync");
      }
      @Timer()
      @CountCalls()
      *failInside(): Generator<number> {
        yield* [];
        throw new Error("sync");
      }
    }
    @Instrumented()
    class Whole {
      fail() {
        throw new Error("sync");
      }
    }
    const one = new Failing();
    const [method, ...rest] = await frames(() => one.bare());
    expect([method, ...rest]).toEqual(["theirs", "theirs", "theirs", "theirs", "theirs"]);
    expect(await frames(() => one.fail())).toEqual([method, "ours", ...rest]);
    expect(await frames(() => one.failToEnd())).toEqual([method, "ours", ...rest]);
    expect(await frames(() => new Whole().fail())).toEqual([method, "ours", ...rest]);
    expect(await frames(() => one.bareInside().next())).toEqual([method, "next", ...rest]);
    expect(await frames(() => one.failInside().next())).toEqual([method, "next", "ours", ...rest]);
  });

  test("adds no frame to the stack of an error that an async method throws later", async () => {
    class Failing {
      async bare() {
        await undefined;
        throw new Error("async");
      }
      @Timer()
      @CountCalls()
      async fail() {
        await undefined;
        throw new Error("async");
      }
    }
    const one = new Failing();
    const bare = await frames(() => one.bare());
    expect(bare).toEqual(["theirs", "theirs", "theirs", "theirs"]);
    expect(await frames(() => one.fail())).toEqual(bare);
  });

  test("has the name of the method in a stack", async () => {
    class Failing {
      @Timer()
      fail() {
        throw new Error("sync");
      }
    }
    const names = (await stackOf(() => new Failing().fail())).map((site) => site.getFunctionName());
    expect(names.slice(0, 2)).toEqual(["fail", "fail"]);
  });
});

/** The call sites in the stack of the error that a function throws or rejects with. */
async function stackOf(run: () => unknown): Promise<NodeJS.CallSite[]> {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = 100;
  Error.prepareStackTrace = (_, sites) => sites;
  try {
    await run();
  } catch (error) {
    return (error as { stack: NodeJS.CallSite[] }).stack;
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
  return [];
}

/** The origin of each frame of an error: this file, the decorators, or a generator. Frames of the test runner are omitted. */
async function frames(run: () => unknown): Promise<string[]> {
  return (await stackOf(run)).flatMap((site) => {
    const file = site.getFileName() ?? "";
    if (/[/\\]src[/\\]decorators[/\\]/.test(file)) return ["ours"];
    if (file.endsWith("wrap-method.test.ts")) return ["theirs"];
    return file === "" && site.getFunctionName() === "next" ? ["next"] : [];
  });
}
