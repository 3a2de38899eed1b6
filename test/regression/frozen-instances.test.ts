import { expect, test } from "vitest";
import { Gauge, Histogram, Registry, timed, trackInProgress } from "../../src/index.js";

const seconds = new Histogram({ name: "frozen_seconds", help: "Time.", registry: new Registry() });
const running = new Gauge({ name: "frozen_in_progress", help: "Running.", registry: new Registry() });
const given = timed(
  seconds,
  trackInProgress(running, <T>(one: T) => one, { until: "end" }),
  { until: "end" },
);

class Query {
  readonly #parts: readonly string[];

  constructor(parts: readonly string[] = []) {
    this.#parts = parts;
    Object.freeze(this);
  }

  where(part: string): Query {
    return new Query([...this.#parts, part]);
  }

  // biome-ignore lint/suspicious/noThenProperty: query builders run when they are awaited
  then(onFulfilled: (text: string) => unknown): void {
    onFulfilled(this.#parts.join());
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    yield* this.#parts;
  }
}

test("a frozen instance that a measured function returns keeps its private fields", async () => {
  const query = new Query(["a"]);
  const before = seconds.get()?.count ?? 0;
  const same = given(query) === query;
  expect([same, seconds.get()?.count, running.get()]).toEqual([true, before + 1, 0]);
  expect(await query.where("b")).toBe("a,b");
});

test("a frozen iterator that a measured function returns keeps its private fields", async () => {
  class Count {
    #left = 2;
    next() {
      return Promise.resolve({ done: this.#left-- === 0, value: 1 });
    }
  }
  const read: number[] = [];
  const counts = given({ [Symbol.asyncIterator]: () => Object.freeze(new Count()) });
  for await (const one of counts) read.push(one);
  expect([read, running.get()]).toEqual([[1, 1], 0]);
});
