import { EventEmitter } from "node:events";
import { addAbortSignal, PassThrough, Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { CountExceptions, InProgress, Timer } from "../../../src/index.js";
import { fakeClock } from "../../../src/testing/fake-clock.js";
import { bindAlone, callSpecs } from "../bound-class.js";
import { sum } from "../reading.js";

const { seconds, running, failures } = callSpecs("read");
const until = { until: "end" } as const;

class Source {
  @Timer(seconds, until)
  @InProgress(running, until)
  @CountExceptions(failures, until)
  give<T>(what: T): T {
    return what;
  }

  @Timer(seconds, until)
  @InProgress(running, until)
  @CountExceptions(failures, until)
  async giveLater<T>(what: T): Promise<T> {
    return what;
  }
}

function setUp() {
  return { ...bindAlone(Source, [seconds, running, failures]), source: new Source() };
}

test("plain values and promises end as they do without until", async () => {
  using set = setUp();
  expect(set.source.give(1)).toBe(1);
  expect(set.read()).toEqual([1, 0, 0]);
  expect(await set.source.giveLater([1])).toEqual([1]);
  expect(set.read()).toEqual([2, 0, 0]);
});

describe("a Node.js stream", () => {
  test("is returned itself, and measured until it ends", async () => {
    using clock = fakeClock();
    using set = setUp();
    const stream = Readable.from(["a", "b"]);
    expect(set.source.give(stream)).toBe(stream);
    expect(stream.readableFlowing).toBe(null);
    expect(set.read()).toEqual([0, 1, 0]);
    clock.advance(4);
    expect(await stream.toArray()).toEqual(["a", "b"]);
    expect(set.read()).toEqual([1, 0, 0]);
    expect(sum(set.registry, seconds)).toBe(4);
  });

  test("in a promise is measured until it ends", async () => {
    using set = setUp();
    const stream = await set.source.giveLater(Readable.from(["a"]));
    expect(set.read()).toEqual([0, 1, 0]);
    await stream.toArray();
    expect(set.read()).toEqual([1, 0, 0]);
  });

  test("that fails counts as failed, and throws its error if it has no error listener, as without measuring", async () => {
    using set = setUp();
    const stream = set.source.give(new PassThrough());
    expect(stream.listenerCount("error")).toBe(0);
    const failed = new Promise((resolve) => stream.once("error", resolve));
    stream.destroy(new Error("broken"));
    await failed;
    expect(set.read()).toEqual([1, 0, 1]);
  });

  test("ends its call when it is destroyed", async () => {
    using set = setUp();
    const stream = set.source.give(new PassThrough());
    stream.destroy();
    await EventEmitter.once(stream, "close");
    expect(set.read()).toEqual([1, 0, 0]);
  });

  test("ends its call without a failure if its reader stops early or aborts", async () => {
    using set = setUp();
    for await (const _ of set.source.give(Readable.from(["a", "b"]))) break;
    const aborting = new AbortController();
    const stream = addAbortSignal(aborting.signal, set.source.give(new PassThrough()));
    stream.on("error", () => {});
    aborting.abort();
    await new Promise((resolve) => stream.once("close", resolve));
    expect(set.read()).toEqual([2, 0, 0]);
  });

  test("that has already ended ends its call immediately", async () => {
    using set = setUp();
    const stream = Readable.from(["a"]);
    await stream.toArray();
    set.source.give(stream);
    expect(set.read()).toEqual([1, 0, 0]);
  });
});

describe("a web stream", () => {
  const numbers = (count: number, pulls: number[] = []) =>
    new ReadableStream<number>(
      {
        pull(controller) {
          pulls.push(pulls.length);
          if (pulls.length > count) controller.close();
          else controller.enqueue(pulls.length);
        },
      },
      { highWaterMark: 0 },
    );

  test("is measured until it is read to its end", async () => {
    using set = setUp();
    const stream = set.source.give(numbers(3));
    expect(set.read()).toEqual([0, 1, 0]);
    expect(await all(stream)).toEqual([1, 2, 3]);
    expect(set.read()).toEqual([1, 0, 0]);
  });

  test("is read no earlier and no further than its reader asks", async () => {
    using set = setUp();
    const pulls: number[] = [];
    const reader = set.source.give(numbers(9, pulls)).getReader();
    await new Promise(setImmediate);
    expect(pulls).toEqual([]);
    await reader.read();
    await new Promise(setImmediate);
    expect(pulls).toEqual([0]);
  });

  test("ends its call when it is cancelled, and passes the reason to its source", async () => {
    using set = setUp();
    let reason: unknown;
    const stream = set.source.give(
      new ReadableStream({
        cancel(why) {
          reason = why;
        },
      }),
    );
    await stream.cancel("enough");
    expect(reason).toBe("enough");
    expect(set.read()).toEqual([1, 0, 0]);
  });

  test("that fails counts as failed", async () => {
    using set = setUp();
    const stream = set.source.give(
      new ReadableStream({
        pull() {
          throw new Error("broken");
        },
      }),
    );
    await expect(stream.getReader().read()).rejects.toThrow("broken");
    expect(set.read()).toEqual([1, 0, 1]);
  });

  test("of bytes still fills the buffers of a BYOB reader", async () => {
    using set = setUp();
    let left = 2;
    const stream = set.source.give(
      new ReadableStream({
        type: "bytes",
        pull(controller) {
          if (left-- > 0) controller.enqueue(new Uint8Array([left]));
          else {
            controller.close();
            controller.byobRequest?.respond(0);
          }
        },
      }),
    );
    const reader = stream.getReader({ mode: "byob" });
    const first = await reader.read(new Uint8Array(8));
    const second = await reader.read(new Uint8Array(8));
    const last = await reader.read(new Uint8Array(8));
    expect([first, second, last].map(({ done, value: bytes }) => [done, [...(bytes ?? [])]])).toEqual([
      [false, [1]],
      [false, [0]],
      [true, []],
    ]);
    expect(set.read()).toEqual([1, 0, 0]);
  });

  test("that is locked already is returned unchanged", () => {
    using set = setUp();
    const stream = numbers(1);
    stream.getReader();
    expect(set.source.give(stream)).toBe(stream);
    expect(set.read()).toEqual([1, 0, 0]);
  });
});

describe("an async iterable", () => {
  class Rows {
    #taken = 0;
    closed = false;
    async *[Symbol.asyncIterator]() {
      try {
        while (this.#taken < 3) yield this.#taken++;
      } finally {
        this.closed = true;
      }
    }
  }

  test("is returned itself, and counts as in progress while it is read", async () => {
    using clock = fakeClock();
    using set = setUp();
    const rows = new Rows();
    expect(set.source.give(rows)).toBe(rows);
    expect(set.read()).toEqual([0, 0, 0]);
    const seen: number[] = [];
    for await (const row of rows) {
      expect(set.read()).toEqual([0, 1, 0]);
      clock.advance(1);
      seen.push(row);
    }
    expect(seen).toEqual([0, 1, 2]);
    expect(set.read()).toEqual([1, 0, 0]);
    expect(sum(set.registry, seconds)).toBe(3);
    expect(Object.getOwnPropertyNames(rows)).toEqual(["closed"]);
  });

  test("ends its call when the loop breaks", async () => {
    using set = setUp();
    const rows = set.source.give(new Rows());
    for await (const _ of rows) break;
    expect(rows.closed).toBe(true);
    expect(set.read()).toEqual([1, 0, 0]);
  });

  test("without a return method ends its call when the loop breaks", async () => {
    using set = setUp();
    const endless = { [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false, value: 1 }) }) };
    for await (const _ of set.source.give(endless)) break;
    expect(set.read()).toEqual([1, 0, 0]);
  });

  test("that fails counts as failed", async () => {
    using set = setUp();
    const broken = { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error("broken")) }) };
    await expect(all(set.source.give(broken))).rejects.toThrow("broken");
    expect(set.read()).toEqual([1, 0, 1]);
  });

  test("is measured once for each call that returned it, also if it is frozen", async () => {
    using set = setUp();
    const frozen = Object.freeze({
      *[Symbol.iterator]() {},
      async *[Symbol.asyncIterator]() {
        yield 1;
      },
    });
    expect(await all(set.source.give(frozen))).toEqual([1]);
    expect(await all(set.source.give(frozen))).toEqual([1]);
    expect(await all(frozen)).toEqual([1]);
    expect(set.read()).toEqual([2, 0, 0]);
  });

  test("that a generator function returned is measured until its end", async () => {
    using set = setUp();
    async function* numbers() {
      yield 1;
      yield 2;
    }
    const generator = set.source.give(numbers());
    expect(set.read()).toEqual([0, 0, 0]);
    expect(await all(generator)).toEqual([1, 2]);
    expect(set.read()).toEqual([1, 0, 0]);
  });
});

describe("a thenable", () => {
  class Query {
    runs = 0;
    readonly #rows: number[] | Error;
    constructor(rows: number[] | Error) {
      this.#rows = rows;
    }
    // biome-ignore lint/suspicious/noThenProperty: the test needs a thenable
    then<T>(done: ((rows: number[]) => T) | null, failed?: (error: Error) => T) {
      this.runs++;
      const result = this.#rows instanceof Error ? Promise.reject(this.#rows) : Promise.resolve(this.#rows);
      return result.then(done, failed);
    }
  }

  test("runs once when it is awaited", async () => {
    using set = setUp();
    const query = new Query([1]);
    expect(set.source.give(query)).toBe(query);
    expect([query.runs, set.read()]).toEqual([0, [0, 0, 0]]);
    expect(await query).toEqual([1]);
    expect([query.runs, set.read()]).toEqual([1, [1, 0, 0]]);
  });

  test("that is rejected counts as failed", async () => {
    using set = setUp();
    const query = set.source.give(new Query(new Error("broken")));
    await expect((async () => await query)()).rejects.toThrow("broken");
    expect([query.runs, set.read()]).toEqual([1, [1, 0, 1]]);
  });

  test("is measured for the first use only", async () => {
    using set = setUp();
    const query = set.source.give(new Query([1]));
    await query;
    await query;
    expect([query.runs, set.read()]).toEqual([2, [1, 0, 0]]);
  });
});

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const seen: T[] = [];
  for await (const one of values) seen.push(one);
  return seen;
}
