import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  bind,
  bindAll,
  CountCalls,
  counter,
  defaultRegistry,
  gauge,
  InProgress,
  onError,
  Registry,
} from "../../src/index.js";
import { shownWithZeros, value } from "../decorators/reading.js";

beforeEach(() => onError(() => {}));
afterEach(() => {
  onError(undefined);
  defaultRegistry.clear();
});

function evaluateJobs(name: string, help: string) {
  const spec = counter({ name, help });
  class Jobs {
    @CountCalls(spec)
    run() {}
  }
  return Jobs;
}

describe("a class is bound", () => {
  test("to a registry of an older version, which only returns collectors of specs", () => {
    const registry = new Registry();
    const source = { getOrCreate: registry.getOrCreate.bind(registry) };
    const Jobs = evaluateJobs("older_total", "a");
    using _ = bind(Jobs, source as Registry);
    new Jobs().run();
    expect(value(registry, counter({ name: "older_total", help: "a" }))).toBe(1);
    expect(() => bind(evaluateJobs("older_total", "b"), source as Registry)).toThrow("older_total: ");
  });

  test("to a registry that cannot remove collectors, where the older definition stays", () => {
    const registry = new Registry();
    const source = {
      getOrCreate: registry.getOrCreate.bind(registry),
      findOrCreate: registry.findOrCreate.bind(registry),
    };
    using _ = bind(evaluateJobs("kept_total", "a"), source as Registry);
    expect(() => bind(evaluateJobs("kept_total", "b"), source as Registry)).toThrow("kept_total: ");
  });

  test("with its static members, and an instance without them", async () => {
    class Jobs {
      @CountCalls(counter({ name: "made_total", help: "" }))
      static make() {}
      @CountCalls(counter({ name: "run_total", help: "" }))
      run() {}
    }
    const [ofClass, ofInstance] = [new Registry(), new Registry()];
    using _class = bind(Jobs, ofClass);
    using _instance = bind(new Jobs(), ofInstance);
    expect(await shownWithZeros(ofClass)).toEqual({ made_total: 0, run_total: 0 });
    expect(await shownWithZeros(ofInstance)).toEqual({ run_total: 0 });
  });

  test("without its base class, which stays in the default registry", async () => {
    class Base {
      @InProgress(gauge({ name: "base_in_progress", help: "" }))
      run() {}
    }
    class Derived extends Base {}
    expect(await shownWithZeros(defaultRegistry)).toHaveProperty("base_in_progress", 0);
    using _ = bind(Derived, new Registry());
    expect(await shownWithZeros(defaultRegistry)).toHaveProperty("base_in_progress", 0);
  });
});

test.each([undefined, 1, {}])("bindAll rejects %j, which is no list", (targets) => {
  expect(() => bindAll(targets as never, new Registry())).toThrow(/^bindAll: /);
});
