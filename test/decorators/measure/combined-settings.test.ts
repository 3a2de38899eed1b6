import { describe, expect, test } from "vitest";
import { CountCalls, Counter, countCalls, counter, Histogram, InProgress, Timer, timed } from "../../../src/index.js";
import { bindAlone, callSpecs } from "../bound-class.js";
import { all } from "./measured.js";

const { seconds, running, failures, calls } = callSpecs("combined");

/** A web stream, which a call that is measured until its end replaces. */
const stream = () => new ReadableStream<number>({ start: (controller) => controller.close() });

describe("decorators of one method", () => {
  test("end their calls as each of them says", async () => {
    class Source {
      @Timer(seconds, { until: "end" })
      @InProgress(running)
      give() {
        return stream();
      }
    }
    using set = bindAlone(Source, [seconds, running]);
    const given = new Source().give();
    expect(set.read()).toEqual([0, 0]);
    await all(given);
    expect(set.read()).toEqual([1, 0]);
  });

  test("read the call even if others do not", () => {
    const methods: string[] = [];
    class Source {
      @CountCalls(calls)
      @Timer(seconds, { when: ({ method }) => methods.push(method) > 0 })
      give() {}
    }
    using set = bindAlone(Source, [calls, seconds]);
    new Source().give();
    expect([set.read(), methods]).toEqual([[1, 1], ["give"]]);
  });

  test("return the result unchanged if none of them admits the call", () => {
    const never = { when: () => false, until: "end" } as const;
    class Source {
      @Timer(seconds, never)
      @InProgress(running, never)
      give<T>(one: T): T {
        return one;
      }
    }
    using set = bindAlone(Source, [seconds, running]);
    const given = stream();
    expect(new Source().give(given)).toBe(given);
    expect(set.read()).toEqual([0, 0]);
  });
});

test("a call that a decorator does not admit returns its result unchanged", () => {
  const live = new Histogram({ name: "combined_seconds", help: "Time.", registry: null });
  const given = stream();
  expect(timed(live, () => given, { when: () => false, until: "end" })()).toBe(given);
});

test("a call that reads its outcome ends when it returns a stream", () => {
  const live = new Histogram({ name: "combined_seconds", help: "Time.", registry: null });
  const given = stream();
  expect(timed(live, () => given, { when: () => true })()).toBe(given);
  expect(live.get()?.count).toBe(1);
});

test("a timer alone measures an async iterable until it is read to its end", async () => {
  const live = new Histogram({ name: "combined_seconds", help: "Time.", registry: null });
  const numbers = { [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: 0 }) }) };
  const given = timed(live, () => numbers, { until: "end" })();
  expect(live.get()?.count).toBe(0);
  await all(given);
  expect(live.get()?.count).toBe(1);
});

test("an async generator function is measured until its generator ends", async () => {
  const live = new Histogram({ name: "combined_seconds", help: "Time.", registry: null });
  const generator = timed(live, async function* () {
    yield 1;
  })();
  expect(live.get()?.count).toBe(0);
  expect(await all(generator)).toEqual([1]);
  expect(live.get()?.count).toBe(1);
});

test("a generator is measured by the settings that admit it, whatever others do", () => {
  const never = { when: () => false };
  class Source {
    @InProgress(running, { until: "callback" })
    @Timer(seconds, { ...never, until: "end" })
    @CountCalls(calls, never)
    *give() {
      yield 1;
    }

    @CountCalls(failures, { ...never, until: "callback" })
    @InProgress(running, { until: "end" })
    @CountCalls(calls, never)
    *more() {
      yield 1;
    }
  }
  using set = bindAlone(Source, [seconds, running, calls]);
  for (const generator of [new Source().give(), new Source().more()]) {
    generator.next();
    expect(set.read()).toEqual([0, 1, 0]);
    generator.next();
    expect(set.read()).toEqual([0, 0, 0]);
  }
});

test("a function of the call reads the name under which its own decorator found the method", () => {
  const names: string[] = [];
  const inner = new Counter({ name: "inner_calls_total", help: "Calls.", registry: null });
  class First {
    @CountCalls(inner, { when: ({ method }) => names.push(`first ${method}`) > 0 })
    find() {}
  }
  class Second {
    get() {}
  }
  Object.defineProperty(Second.prototype, "get", { value: First.prototype.find });
  const spec = counter({ name: "outer_calls_total", help: "Calls." });
  const decorate = CountCalls(spec, { when: ({ method }) => names.push(`second ${method}`) > 0 });
  (decorate as (type: unknown) => void)(Second);
  new Second().get();
  expect(names).toEqual(["second get", "first find"]);
});

describe("a function of the call that calls a measured function does not measure", () => {
  test.each<[string, (calls: Counter, seconds: Histogram) => () => unknown]>([
    ["a counted one", (total) => countCalls(total, () => {})],
    ["a timed one", (_, time) => timed(time, () => {})],
    ["one whose call is read", (_, time) => timed(time, () => {}, { when: () => true })],
    [
      "a generator",
      (total) => {
        const generate = countCalls(total, function* () {});
        return () => [...generate()];
      },
    ],
  ])("%s", (_, make) => {
    const total = new Counter({ name: "inner_calls_total", help: "Calls.", registry: null });
    const time = new Histogram({ name: "inner_seconds", help: "Time.", registry: null });
    const called = make(total, time);
    const outer = new Counter({ name: "outer_calls_total", help: "Calls.", registry: null });
    countCalls(outer, () => {}, {
      when() {
        called();
        return true;
      },
    })();
    expect([outer.get(), total.get(), time.get()?.count]).toEqual([1, 0, 0]);
  });
});
