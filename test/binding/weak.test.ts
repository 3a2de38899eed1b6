import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { bind, CountCalls, counter, defaultRegistry, Registry, Timer } from "../../src/index.js";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

async function isCollected(reference: WeakRef<object>): Promise<boolean> {
  for (let round = 0; round < 20; round++) {
    await new Promise(setImmediate);
    collectGarbage();
    if (reference.deref() === undefined) return true;
  }
  return false;
}

function makeClass() {
  class Service {
    @Timer()
    @CountCalls(counter({ name: "weak_total", help: "Calls." }))
    call() {}
  }
  return Service;
}

test("a class that waits for a lazy binding can be garbage-collected", async () => {
  expect(await isCollected(new WeakRef(makeClass()))).toBe(true);
});

test("a gather right after a waiting class was garbage-collected binds the other classes", async () => {
  const collected = new WeakRef(makeClass());
  const waiting = makeClass();
  expect(await isCollected(collected)).toBe(true);
  expect((await defaultRegistry.gather()).map(({ name }) => name)).toContain("weak_total");
  expect(waiting.name).toBe("Service");
  defaultRegistry.clear();
});

test("a class with a lazy binding can be garbage-collected", async () => {
  const make = () => {
    const type = makeClass();
    new type().call();
    return new WeakRef(type);
  };
  const reference = make();
  await defaultRegistry.gather();
  expect(await isCollected(reference)).toBe(true);
});

test("a bound class or instance can be garbage-collected while its registry lives", async () => {
  const registry = new Registry();
  const make = () => {
    const type = makeClass();
    const one = new type();
    bind(type, registry);
    bind(one, registry);
    one.call();
    return [new WeakRef<object>(type), new WeakRef<object>(one)] as const;
  };
  const [type, one] = make();
  expect([await isCollected(type), await isCollected(one)]).toEqual([true, true]);
  expect(registry).toBeInstanceOf(Registry);
});

test("a registry can be garbage-collected while a class that is no longer bound lives", async () => {
  const type = makeClass();
  const use = () => {
    const registry = new Registry();
    const binding = bind(type, registry);
    new type().call();
    binding[Symbol.dispose]();
    return new WeakRef(registry);
  };
  const reference = use();
  new type().call();
  expect(await isCollected(reference)).toBe(true);
});

test("an instance can be garbage-collected after calls of its methods", async () => {
  const type = makeClass();
  const use = () => {
    const one = new type();
    one.call();
    return new WeakRef(one);
  };
  expect(await isCollected(use())).toBe(true);
});
