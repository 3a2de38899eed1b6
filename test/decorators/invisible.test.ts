import "reflect-metadata";
import { describe, expect, test } from "vitest";
import { CountCalls, InProgress, Instrumented, Timer } from "../../src/index.js";

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

  test("is of the kind of the method", () => {
    const kindOf = (fn: object) => fn.constructor.name;
    expect(kindOf(Plain.prototype.method)).toBe("Function");
    expect(kindOf(Plain.prototype.async)).toBe("AsyncFunction");
    expect(kindOf(Plain.prototype.generator)).toBe("GeneratorFunction");
  });

  test("has the attributes of a method, and cannot be constructed either", () => {
    const descriptor = Object.getOwnPropertyDescriptor(Plain.prototype, "method");
    expect(descriptor).toMatchObject({ enumerable: false, configurable: true, writable: true });
    expect(() => Reflect.construct(Plain.prototype.method, [])).toThrow(TypeError);
    expect(Object.hasOwn(Plain.prototype.method, "prototype")).toBe(false);
  });

  test("hands on the receiver and all arguments", () => {
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

  test("keeps properties and metadata of the method", () => {
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

  test("leaves the types that TypeScript emits for legacy decorators", () => {
    const isLegacy = process.env["DECORATORS"] === "legacy";
    const types = Reflect.getMetadata("design:paramtypes", Plain.prototype, "typed");
    expect(types).toEqual(isLegacy ? [Number] : undefined);
  });

  test("adds one frame to the stack of an error, however many decorators there are", async () => {
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
      @CountCalls()
      *failInside(): Generator<number> {
        yield* [];
        throw new Error("sync");
      }
      async bareLater() {
        await undefined;
        throw new Error("async");
      }
      @Timer()
      @CountCalls()
      async failLater() {
        await undefined;
        throw new Error("async");
      }
    }
    @Instrumented()
    class Whole {
      fail() {
        throw new Error("sync");
      }
    }
    const one = new Failing();
    const [, ...rest] = frames(() => one.bare());
    expect(frames(() => one.fail())).toEqual(["Failing.fail", "Failing.fail", ...rest]);
    expect(frames(() => one.failToEnd())).toEqual(["Failing.failToEnd", "Failing.failToEnd", ...rest]);
    expect(frames(() => one.failInside().next())).toEqual([
      "Failing.failInside",
      "failInside.next",
      "failInside.<anonymous>",
      ...rest,
    ]);
    expect(frames(() => new Whole().fail())).toEqual(["Whole.fail", "Whole.fail", ...rest]);
    await undefined;
    const [, ...restLater] = await framesLater(() => one.bareLater());
    expect(await framesLater(() => one.failLater())).toEqual(["Failing.failLater", ...restLater]);
  });
});

function named(error: unknown): string[] {
  const lines = (error as Error).stack?.split("\n").slice(1) ?? [];
  return lines.map((line) => /^ +at (?:async )?(?:(.*) \()?/.exec(line)?.[1] ?? "");
}

function frames(run: () => unknown): string[] {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 100;
  try {
    run();
  } catch (error) {
    return named(error);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  return [];
}

async function framesLater(run: () => Promise<unknown>): Promise<string[]> {
  try {
    await run();
  } catch (error) {
    return named(error);
  }
  return [];
}
