import { expect, test, vi } from "vitest";
import { Counter, countCalls } from "../../../src/index.js";

/** Loads the package again, as a second version of it in the same process would be. */
async function anotherCopy(): Promise<typeof import("../../../src/index.js")> {
  vi.resetModules();
  return import("../../../src/index.js");
}

test("another copy of the package describes and updates the shared families alike", async () => {
  const { bind, Instrumented, Registry, renderText } = await anotherCopy();
  @Instrumented()
  class Orders {
    async place(result: Promise<void>) {
      await result;
    }
  }
  const registry = new Registry();
  using _ = bind(Orders, registry);
  void new Orders().place(new Promise(() => {}));
  await new Orders().place(Promise.resolve());
  await new Orders().place(Promise.reject(new RangeError("broken"))).catch(() => {});
  const lines = (await renderText(registry)).split("\n");
  expect(lines).toEqual(
    expect.arrayContaining([
      "# HELP method_calls_total Number of method calls.",
      'method_calls_total{class="Orders",method="place"} 3',
      "# HELP method_exceptions_total Number of method calls that failed, by error name.",
      'method_exceptions_total{class="Orders",method="place",exception="RangeError"} 1',
      "# HELP methods_in_progress Number of method calls in progress.",
      'methods_in_progress{class="Orders",method="place"} 1',
      "# HELP method_duration_seconds Duration of method calls in seconds.",
      'method_duration_seconds_count{class="Orders",method="place"} 2',
    ]),
  );
});

test("another copy of the package has decorators of the same kinds", async () => {
  const { bind, CountCalls, CountExceptions, declarationsOf, InProgress, Registry, Timer } = await anotherCopy();
  class Orders {
    @Timer()
    @InProgress()
    @CountExceptions()
    @CountCalls()
    place() {}
  }
  using _ = bind(Orders, new Registry());
  expect(declarationsOf(Orders).map(({ kind, spec }) => `${kind} ${spec.name}`)).toEqual([
    "countCalls method_calls_total",
    "countExceptions method_exceptions_total",
    "inProgress methods_in_progress",
    "timer method_duration_seconds",
  ]);
});

test("another copy of the package rejects arguments with the same errors", async () => {
  const copy = await anotherCopy();
  type Loose = (...args: unknown[]) => unknown;
  const of = (name: keyof typeof copy) => copy[name] as unknown as Loose;
  const info = new copy.Info({ name: "build_info", help: "Build.", registry: null });
  const errors: readonly (readonly [() => unknown, string])[] = [
    [
      () => of("Timer")({ x: 1 }),
      'TypeError: @Timer: unknown option "x". The options are labels, exemplar, when, until, class, classOf.',
    ],
    [
      () => of("InProgress")({ x: 1 }),
      'TypeError: @InProgress: unknown option "x". The options are labels, when, until, class, classOf.',
    ],
    [
      () => of("CountExceptions")({ x: 1 }),
      'TypeError: @CountExceptions: unknown option "x". The options are labels, exemplar, when, until, only, except, class, classOf.',
    ],
    [
      () => of("CountCalls")({ x: 1 }),
      'TypeError: @CountCalls: unknown option "x". The options are labels, exemplar, when, until, class, classOf.',
    ],
    [
      () => of("timed")(info, () => {}),
      "TypeError: timed: the collector must be a histogram, a summary or a gauge, but was the info build_info.",
    ],
    [
      () => of("trackInProgress")(info, () => {}),
      "TypeError: trackInProgress: the collector must be a gauge, but was the info build_info.",
    ],
    [
      () => of("countExceptions")(info, () => {}),
      "TypeError: countExceptions: the collector must be a counter, but was the info build_info.",
    ],
    [
      () => of("countCalls")(info, () => {}),
      "TypeError: countCalls: the collector must be a counter, but was the info build_info.",
    ],
    [() => of("Timer")({ until: "never" }), 'RangeError: @Timer: until must be "end" or "callback", but was "never".'],
    [() => of("Timer")({ until: 1 }), 'TypeError: @Timer: until must be "end" or "callback", but was 1.'],
    [() => of("Timer")({ when: 1 }), "TypeError: @Timer: when must be a function of the call, but was 1."],
    [() => of("Timer")({ classOf: "base" }), 'RangeError: @Timer: classOf must be "self", but was "base".'],
    [() => of("ClassLabel")(""), 'TypeError: @ClassLabel: the label must be a non-empty string, but was "".'],
    [() => of("Instrumented")({ registry: 1 }), "TypeError: @Instrumented: registry must be a Registry, but was 1."],
    [
      () => of("Instrumented")({ exclude: 1 }),
      "TypeError: @Instrumented: exclude must be a list of method names, but was 1.",
    ],
  ];
  for (const [reject, message] of errors) {
    let thrown: unknown;
    try {
      reject();
    } catch (error) {
      thrown = error;
    }
    expect(String(thrown)).toBe(message);
  }
});

test("another copy of the package accepts the same options", async () => {
  const { Timer } = await anotherCopy();
  const until = ["end", "callback"] as const;
  for (const one of until) expect(() => Timer({ until: one, when: () => true, classOf: "self" })).not.toThrow();
});

test("another copy of the package measures functions, and their results to the end", async () => {
  const {
    Counter: Copied,
    countCalls: count,
    countExceptions,
    Gauge,
    Histogram,
    timed,
    trackInProgress,
  } = await anotherCopy();
  const seconds = new Histogram({ name: "seconds", help: "Time.", registry: null });
  const running = new Gauge({ name: "running", help: "Running.", registry: null });
  const failures = new Copied({ name: "failures_total", help: "Failures.", registry: null });
  const calls = new Copied({ name: "calls_total", help: "Calls.", registry: null });
  const end = { until: "end" } as const;
  const give = timed(
    seconds,
    trackInProgress(
      running,
      countExceptions(
        failures,
        count(calls, <T>(one: T) => one, end),
        end,
      ),
      end,
    ),
    end,
  );
  const read = () => [seconds.get()?.count, running.get(), failures.get(), calls.get()];
  const query = () => {
    const settled = Promise.resolve("row");
    return {
      // biome-ignore lint/suspicious/noThenProperty: the test needs a thenable
      then: (done: (row: string) => unknown) => settled.then(done),
      catch: (handle: () => string) => settled.catch(handle),
      finally: (last: () => void) => settled.finally(last),
    };
  };
  await give(query());
  await give(query()).catch(String);
  const last = give(query());
  expect(read()).toEqual([2, 0, 0, 3]);
  const finished = last.finally(() => {});
  expect(read()).toEqual([2, 1, 0, 3]);
  await finished;
  const stream = new ReadableStream<number>({ start: (controller) => controller.close() });
  const given = give(stream);
  expect(read()).toEqual([3, 1, 0, 4]);
  await given.getReader().read();
  expect(read()).toEqual([4, 0, 0, 4]);
});

test("another copy of the package copies no properties that are own to each function", async () => {
  const { Histogram, timed } = await anotherCopy();
  const seconds = new Histogram({ name: "seconds", help: "Time.", registry: null });
  const wrapper = timed(seconds, new Function() as () => void);
  expect(Reflect.ownKeys(wrapper)).not.toContain("arguments");
  expect(Reflect.ownKeys(wrapper)).not.toContain("caller");
});

test("a call that another copy of the package makes to measure is not measured", async () => {
  const { Counter: Copied, countCalls: count } = await anotherCopy();
  const inner = new Counter({ name: "inner_total", help: "Calls.", registry: null });
  const outer = new Copied({ name: "outer_total", help: "Calls.", registry: null });
  const isAsked = countCalls(inner, () => true);
  count(outer, () => {}, { when: isAsked })();
  expect([outer.get(), inner.get()]).toEqual([1, 0]);
});
