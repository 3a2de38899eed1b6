import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CountCalls, CountExceptions, InProgress, Instrumented, Timer } from "../../../src/index.js";
import { turns } from "../../event-loop-turns.js";

/** The events about rejections that Node.js emits during a test; vitest's own listeners are removed. */
const told: [event: string, reason: unknown][] = [];
let others: NodeJS.UnhandledRejectionListener[] = [];
const note = (reason: unknown) => void told.push(["unhandled", reason]);
const noteHandled = () => void told.push(["handled", undefined]);

beforeEach(() => {
  told.length = 0;
  others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", note);
  process.on("rejectionHandled", noteHandled);
});

afterEach(() => {
  process.removeListener("unhandledRejection", note);
  process.removeListener("rejectionHandled", noteHandled);
  for (const listener of others) process.on("unhandledRejection", listener);
});

class Work {
  async bare(reason: unknown): Promise<never> {
    throw reason;
  }

  @Timer()
  @InProgress()
  @CountCalls()
  async measured(reason: unknown): Promise<never> {
    throw reason;
  }

  @Timer({ when: () => true })
  async recorded(reason: unknown): Promise<never> {
    throw reason;
  }

  @CountCalls()
  async counted(reason: unknown): Promise<never> {
    throw reason;
  }

  @Timer({ until: "end" })
  async toEnd(reason: unknown): Promise<never> {
    throw reason;
  }

  @Timer()
  @InProgress()
  @CountExceptions()
  returned(reason: unknown): Promise<never> {
    return Promise.reject(reason);
  }

  @Timer()
  @CountExceptions()
  private async *items(reason: unknown): AsyncGenerator<never> {
    yield* [];
    throw reason;
  }

  iterated(reason: unknown): Promise<unknown> {
    return this.items(reason).next();
  }
}

@Instrumented()
class Whole {
  async whole(reason: unknown): Promise<never> {
    throw reason;
  }
}

const work = Object.assign(new Work(), { whole: (reason: unknown) => new Whole().whole(reason) });

const methods = ["bare", "measured", "recorded", "counted", "toEnd", "returned", "iterated", "whole"] as const;

describe.each(methods)("a rejection of a %s method", (method) => {
  test("without a handler is unhandled once", async () => {
    const reason = new Error(method);
    void work[method](reason);
    await turns(3);
    expect(told).toEqual([["unhandled", reason]]);
  });

  test("with a handler is not unhandled", async () => {
    await work[method](new Error(method)).catch(() => {});
    await turns(3);
    expect(told).toEqual([]);
  });

  test("with a late handler is unhandled first and handled then", async () => {
    const reason = new Error(method);
    const promise = work[method](reason);
    await turns(3);
    await promise.catch(() => {});
    await turns(3);
    expect(told).toEqual([
      ["unhandled", reason],
      ["handled", undefined],
    ]);
  });
});
