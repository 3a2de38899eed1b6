import { expect, test } from "vitest";
import { CountCalls, CountExceptions, InProgress, Timer } from "../../../src/index.js";
import { promiseTurnsUntil } from "../../event-loop-turns.js";

const toEnd = { until: "end" } as const;

class Plain {
  async value(): Promise<number> {
    return 1;
  }
  async fail(): Promise<number> {
    throw new Error("failed");
  }
  async *rows(): AsyncGenerator<number> {
    yield 1;
  }
  cursor(): AsyncIterable<number> {
    return { [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false, value: 1 }) }) };
  }
}

class Measured extends Plain {
  @Timer()
  @InProgress()
  @CountExceptions()
  @CountCalls()
  override value(): Promise<number> {
    return super.value();
  }
  @Timer(toEnd)
  @InProgress(toEnd)
  override fail(): Promise<number> {
    return super.fail();
  }
  @Timer()
  @CountExceptions()
  override async *rows(): AsyncGenerator<number> {
    yield 1;
  }
  @Timer(toEnd)
  @InProgress(toEnd)
  override cursor(): AsyncIterable<number> {
    return super.cursor();
  }
}

class Counted extends Plain {
  @CountCalls()
  override value(): Promise<number> {
    return super.value();
  }
}

test.each([
  ["a promise", (plain: Plain) => plain.value()],
  ["a rejected promise that is measured until its end", (plain: Plain) => plain.fail()],
  ["a step of an async generator", (plain: Plain) => plain.rows().next()],
  ["a step of an async iterator", (plain: Plain) => plain.cursor()[Symbol.asyncIterator]().next()],
])("%s settles one turn of the promise queue later, with any number of decorators", async (_, run) => {
  const before = await promiseTurnsUntil(run(new Plain()));
  expect(await promiseTurnsUntil(run(new Measured()))).toBe(before + 1);
});

test("a promise of a method with @CountCalls alone settles without a further turn", async () => {
  expect(await promiseTurnsUntil(new Counted().value())).toBe(await promiseTurnsUntil(new Plain().value()));
});
