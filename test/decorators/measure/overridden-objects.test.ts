import { describe, expect, test } from "vitest";
import { recordedReports } from "../recorded-reports.js";
import { all, measured } from "./measured.js";

recordedReports();

describe("an async iterable", () => {
  const rows = {
    async *[Symbol.asyncIterator]() {
      yield 1;
    },
  };

  test.each([
    ["a frozen literal", Object.freeze({ ...rows })],
    ["a frozen object without a prototype", Object.freeze(Object.assign(Object.create(null) as object, rows))],
    [
      "a literal whose method cannot be changed",
      Object.defineProperty({}, Symbol.asyncIterator, { value: rows[Symbol.asyncIterator] }),
    ],
  ])("that is %s is in progress while it is read", async (_, one) => {
    const { give, read } = measured("end");
    const given = give(one as AsyncIterable<number>);
    expect(read()).toEqual([0, 0, 0]);
    for await (const _ of given) expect(read()).toEqual([0, 1, 0]);
    expect(read()).toEqual([1, 0, 0]);
  });

  test("that is frozen runs its method on itself", async () => {
    const { give } = measured("end");
    const receivers: unknown[] = [];
    const frozen = Object.freeze({
      [Symbol.asyncIterator](this: unknown) {
        receivers.push(this);
        return rows[Symbol.asyncIterator]();
      },
    });
    await all(give(frozen));
    expect(receivers[0]).toBe(frozen);
  });

  test("runs its method on another receiver that a caller gives it", () => {
    const { give } = measured("end");
    const receivers: unknown[] = [];
    const one = {
      [Symbol.asyncIterator](this: unknown) {
        receivers.push(this);
        return rows[Symbol.asyncIterator]();
      },
    };
    give(one)[Symbol.asyncIterator].call("another");
    expect(receivers).toEqual(["another"]);
  });

  test("keeps a method of a name that thenables have", () => {
    const { give, read } = measured("end");
    const given = give({ ...rows, catch: () => "caught", finally: () => "at last" });
    expect([given.catch(), given.finally(), read()]).toEqual(["caught", "at last", [0, 0, 0]]);
  });

  test("can be given another method before it is read", async () => {
    const { give } = measured("end");
    const given = give({ ...rows });
    given[Symbol.asyncIterator] = async function* () {
      yield 2;
    };
    expect(await all(given)).toEqual([2]);
  });

  test("behind a proxy is measured until it is read to its end", async () => {
    const { give, read } = measured("end");
    const given = give(new Proxy({ ...rows }, {}));
    expect(read()).toEqual([0, 0, 0]);
    expect(await all(given)).toEqual([1]);
    expect(read()).toEqual([1, 0, 0]);
  });

  test("with a `then` behind a proxy is measured until it is read to its end", async () => {
    const { give, read } = measured("end");
    // biome-ignore lint/suspicious/noThenProperty: the test needs a thenable
    const given = give(new Proxy({ ...rows, then() {} }, {}));
    expect(read()).toEqual([0, 0, 0]);
    for await (const _ of given) expect(read()).toEqual([0, 1, 0]);
    expect(read()).toEqual([1, 0, 0]);
  });
});

test("an iterator of which only one method cannot be changed is measured to its end", async () => {
  const { give, read } = measured("end");
  const iterator = { return: async () => ({ done: true, value: 0 }), next: async () => ({ done: false, value: 0 }) };
  Object.defineProperty(iterator, "next", { writable: false, configurable: false });
  const given = give({ [Symbol.asyncIterator]: () => iterator })[Symbol.asyncIterator]();
  await given.next();
  expect(read()).toEqual([0, 1, 0]);
  await given.return();
  expect(read()).toEqual([1, 0, 0]);
});

test("a proxy that answers some of its methods itself is returned unchanged, and its call ends", () => {
  const { give, read } = measured("end");
  // biome-ignore lint/suspicious/noThenProperty: the test needs a thenable
  const target = { then: () => "own then", catch: () => "own catch" };
  const proxy = new Proxy(target, {
    get: (one, key) => (key === "catch" ? () => "made up" : Reflect.get(one, key)),
  });
  const before = Reflect.ownKeys(target);
  expect(give(proxy)).toBe(proxy);
  expect([Reflect.ownKeys(target), proxy.then(), read()]).toEqual([before, "own then", [1, 0, 0]]);
});

test("a proxy that throws when a property is defined is returned unchanged, and its call ends", () => {
  const { give, read } = measured("end");
  const proxy = new Proxy(
    // biome-ignore lint/suspicious/noThenProperty: the test needs a thenable
    { then: () => "own then" },
    {
      defineProperty() {
        throw new Error("read-only");
      },
    },
  );
  expect(give(proxy)).toBe(proxy);
  expect([proxy.then(), read()]).toEqual(["own then", [1, 0, 0]]);
});
