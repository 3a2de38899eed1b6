import { beforeEach, describe, expect, test } from "vitest";
import { bind, histogram, Registry, Timer } from "../../src/index.js";
import { shown } from "../decorators/reading.js";

const seconds = histogram({ name: "s", help: "Time.", labelNames: ["method"] });
const toEnd = { until: "end", labels: ({ method }: { method: string }) => ({ method }) } as const;

let registry: Registry;
beforeEach(() => {
  registry = new Registry();
});

/** The number of finished calls of each method. */
async function measured(): Promise<Record<string, number>> {
  const series = Object.entries(await shown(registry));
  return Object.fromEntries(series.map(([name, number]) => [name.replace(/^s\{method=(.*)\}$/, "$1()"), number]));
}

describe("an async iterator with measured methods that returns itself", () => {
  @Timer(seconds, toEnd)
  class Cursor {
    left = 0;
    seek(count: number): this {
      this.left = count;
      return this;
    }
    async next(): Promise<IteratorResult<number>> {
      return this.left-- > 0 ? { done: false, value: this.left } : { done: true, value: undefined };
    }
    async return(): Promise<IteratorResult<number>> {
      return { done: true, value: undefined };
    }
    [Symbol.asyncIterator](): this {
      return this;
    }
  }

  test("counts each of its steps once, and each call that returned it once", async () => {
    using _ = bind(Cursor, registry);
    const cursor = new Cursor();
    cursor.left = 2;
    for await (const _ of cursor);
    expect(await measured()).toEqual({ "[Symbol.asyncIterator]()": 1, "next()": 3 });
    for await (const _ of cursor.seek(2)) break;
    expect(await measured()).toEqual({ "[Symbol.asyncIterator]()": 2, "seek()": 1, "next()": 4, "return()": 1 });
    expect(Reflect.ownKeys(cursor)).toEqual(["left"]);
  });

  test("counts all calls that returned it before it was iterated, and none of its steps twice", async () => {
    using _ = bind(Cursor, registry);
    const cursor = new Cursor();
    for (let calls = 0; calls < 20_000; calls++) cursor.seek(1);
    for await (const _ of cursor);
    expect(await measured()).toEqual({ "[Symbol.asyncIterator]()": 1, "seek()": 20_000, "next()": 2 });
  });

  test("can be iterated any number of times", async () => {
    using _ = bind(Cursor, registry);
    const cursor = new Cursor();
    for (let loops = 0; loops < 5_000; loops++) for await (const _ of cursor.seek(1)) break;
    expect(await measured()).toMatchObject({ "seek()": 5_000, "next()": 5_000, "return()": 5_000 });
  });
});

test("a generator that several calls returned ends all of them", async () => {
  class Shared {
    readonly #rows = (function* () {
      yield 1;
    })();
    @Timer(seconds, toEnd)
    rows(): Generator<number> {
      return this.#rows;
    }
  }
  using _ = bind(Shared, registry);
  const shared = new Shared();
  const [first, second] = [shared.rows(), shared.rows()];
  expect([...first, ...second]).toEqual([1]);
  expect(await measured()).toEqual({ "rows()": 2 });
});

const awaited = "then";

test("a thenable with measured methods counts one call of then for one await", async () => {
  @Timer(seconds, toEnd)
  class Query {
    where(): this {
      return this;
    }
    [awaited]<T>(done: (row: number) => T): Promise<T> {
      return Promise.resolve(7).then(done);
    }
  }
  using _ = bind(Query, registry);
  const query = new Query();
  expect(await query.where().where().where()).toBe(7);
  await new Promise(setImmediate);
  expect(await measured()).toEqual({ "where()": 3, "then()": 1 });
  expect(Reflect.ownKeys(query)).toEqual([]);
});

test("an observable with measured subscriptions counts no calls of add that measuring makes", async () => {
  @Timer(seconds, toEnd)
  class Subscription {
    readonly #teardowns: (() => void)[] = [];
    add(teardown: () => void): void {
      this.#teardowns.push(teardown);
    }
    remove(): void {}
    unsubscribe(): void {
      for (const teardown of this.#teardowns) teardown();
    }
  }
  @Timer(seconds, toEnd)
  class Numbers {
    subscribe(): Subscription {
      return new Subscription();
    }
    pipe(): this {
      return this;
    }
    "@@observable"(): this {
      return this;
    }
  }
  using _numbers = bind(Numbers, registry);
  using _subscriptions = bind(Subscription, registry);
  const numbers = new Numbers();
  numbers.pipe().pipe().subscribe().unsubscribe();
  expect(await measured()).toEqual({ "pipe()": 2, "subscribe()": 1, "unsubscribe()": 1 });
  expect(Reflect.ownKeys(numbers)).toEqual([]);
});
