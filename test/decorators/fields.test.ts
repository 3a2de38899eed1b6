import { describe, expect, test } from "vitest";
import {
  CountCalls,
  CountExceptions,
  Counter,
  countCalls,
  countExceptions,
  Gauge,
  Histogram,
  InProgress,
  Timer,
  timed,
  trackInProgress,
} from "../../src/index.js";

const seconds = new Histogram({ name: "handler_seconds", help: "Time.", registry: null });
const running = new Gauge({ name: "handlers_running", help: "Running.", registry: null });
const failures = new Counter({ name: "handler_failures_total", help: "Failures.", registry: null });
const calls = new Counter({ name: "handler_calls_total", help: "Calls.", registry: null });

describe("a field that holds an arrow function", () => {
  const decorators = {
    "@Timer": ["timed", Timer(seconds)],
    "@InProgress": ["trackInProgress", InProgress(running)],
    "@CountExceptions": ["countExceptions", CountExceptions(failures)],
    "@CountCalls": ["countCalls", CountCalls(calls)],
  } as const;

  test.each(Object.entries(decorators))("is rejected by %s, with the remedy", (name, [form, decorate]) => {
    expect(() => {
      class Consumer {
        // @ts-expect-error the decorator is for methods and classes
        @decorate
        handler = async () => {};
      }
      return Consumer;
    }).toThrow(
      `${name}: "handler" is a field, which has no calls to measure. Decorate a method or a class. To measure a function in a field, use ${form}: handler = ${form}(collector, …).`,
    );
  });

  test("is measured in each instance by functions that wrap it", async () => {
    class Consumer {
      readonly name: string;
      handler = timed(
        seconds,
        trackInProgress(
          running,
          countExceptions(
            failures,
            countCalls(calls, async (fails: boolean) => {
              if (fails) throw new Error(this.name);
              return running.get();
            }),
          ),
        ),
      );

      constructor(name: string) {
        this.name = name;
      }
    }
    const { handler } = new Consumer("one");
    expect(await handler(false)).toBe(1);
    await expect(new Consumer("two").handler(true)).rejects.toThrow("two");
    expect([seconds.get()?.count, running.get(), failures.get(), calls.get()]).toEqual([2, 0, 1, 2]);
  });
});
