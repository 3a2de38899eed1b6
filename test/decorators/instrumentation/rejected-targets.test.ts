import { describe, expect, test } from "vitest";
import { bind, ClassLabel, CountCalls, Instrumented, Registry } from "../../../src/index.js";
import { shown } from "../reading.js";

/** A decorator as JavaScript code can call it. */
type Loose = (...args: unknown[]) => (...args: unknown[]) => unknown;
const [calls, label, instrumented] = [CountCalls, ClassLabel, Instrumented] as unknown as [Loose, Loose, Loose];

/** Returns the message of the error that a function throws. */
function messageOf(fails: () => unknown): string {
  try {
    fails();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was thrown");
}

describe("the error for a target that has no calls", () => {
  const remedy = /countCalls\(collector/;

  test("names the function form for a field, if there is one", () => {
    expect(messageOf(() => calls()({}, "one", undefined))).toMatch(remedy);
    expect(messageOf(() => calls()(undefined, { kind: "field", name: "one" }))).toMatch(remedy);
  });

  test.each<[string, ReturnType<Loose>, unknown[]]>([
    ["an accessor", calls(), [{}, "one", { set() {} }]],
    ["a parameter", calls(), [{}, "one", 0]],
    ["a field", label("Label"), [{}, "one", undefined]],
    ["an accessor", label("Label"), [{}, "one", { get() {} }]],
  ])("names no function form for %s", (what, decorate, target) => {
    const message = messageOf(() => decorate(...target));
    expect(message).toContain(`"one" is ${what}, which has no calls to measure`);
    expect(message).toMatch(/Decorate a method or a class\.$/);
  });
});

describe("decorators of classes reject", () => {
  test.each([
    ["an empty label", () => label(""), 'but was "".'],
    ["a label that is not a string", () => label(5), "@ClassLabel: the label must be a non-empty string, but was 5."],
    ["no label", () => label(), "but was undefined."],
    [
      "options that are null",
      () => instrumented(null),
      "@Instrumented: options must be an object, but was null. Write @Instrumented() with parentheses.",
    ],
    ["options that are a number", () => instrumented(5), "@Instrumented: options must be an object, but was 5."],
    ["a registry that is null", () => instrumented({ registry: null }), "registry must be a Registry, but was null."],
  ])("%s", (_, decorate, message) => {
    expect(decorate).toThrow(TypeError);
    expect(decorate).toThrow(message);
  });
});

describe("a legacy decorator", () => {
  test("measures a static method by its class, and an instance method by its instance", async () => {
    class Work {
      static all() {}
      one() {}
    }
    for (const [target, key] of [
      [Work, "all"],
      [Work.prototype, "one"],
    ] as const) {
      const descriptor = Object.getOwnPropertyDescriptor(target, key) as PropertyDescriptor;
      Object.defineProperty(target, key, calls()(target, key, descriptor) as PropertyDescriptor);
    }
    const registry = new Registry();
    using _ = bind(Work, registry);
    Work.all();
    new Work().one();
    expect(await shown(registry)).toEqual({
      "method_calls_total{class=Work,method=all}": 1,
      "method_calls_total{class=Work,method=one}": 1,
    });
  });

  test("binds a class to the registry of @Instrumented", async () => {
    const registry = new Registry();
    class Work {
      run() {}
    }
    instrumented({ registry })(Work);
    new Work().run();
    expect(await shown(registry)).toMatchObject({ "method_calls_total{class=Work,method=run}": 1 });
  });
});
