import Bluebird from "bluebird";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  bind,
  CountCalls,
  CountExceptions,
  counter,
  gauge,
  Histogram,
  histogram,
  type Incident,
  InProgress,
  Instrumented,
  onError,
  Registry,
  Timer,
  timed,
} from "../../../src/index.js";
import { droppedUpdates } from "../../../src/model/dropped-updates.js";
import { shown, value } from "../reading.js";
import { kinds, type Outcome } from "./thenable-kinds.js";

const seconds = histogram({ name: "queried_seconds", help: "Time." });
const running = gauge({ name: "queries_in_progress", help: "Running." });
const failures = counter({ name: "query_failures_total", help: "Failures." });
const until = { until: "end" } as const;

class Queries {
  @Timer(seconds)
  @InProgress(running)
  @CountExceptions(failures)
  give<T>(what: T): T {
    return what;
  }

  @Timer(seconds, { when: () => true })
  recorded<T>(what: T): T {
    return what;
  }

  @CountCalls(counter({ name: "queries_total", help: "Queries." }))
  counted<T>(what: T): T {
    return what;
  }

  @Timer(seconds, until)
  @InProgress(running, until)
  @CountExceptions(failures, until)
  toEnd<T>(what: T): T {
    return what;
  }
}

function setUp() {
  const registry = new Registry();
  const binding = bind(Queries, registry);
  const read = () => [seconds, running, failures].map((spec) => value(registry, spec));
  return { registry, queries: new Queries(), read, [Symbol.dispose]: () => binding[Symbol.dispose]() };
}

const heard: (Incident & { message: string })[] = [];
beforeEach(() => {
  heard.length = 0;
  onError((error, incident) => heard.push({ ...incident, message: error.message }));
});
afterEach(() => onError(undefined));

describe.each(Object.entries(kinds))("a thenable of the kind of %s", (_, make) => {
  test("is returned unchanged, not started, and counted as unmeasured without until", async () => {
    using set = setUp();
    const { thenable, starts } = make("fulfilled");
    const [before, started] = [Object.getOwnPropertyDescriptors(thenable), starts()];
    for (let call = 0; call < 2; call++) expect(set.queries.give(thenable)).toBe(thenable);
    expect([Object.getOwnPropertyDescriptors(thenable), starts(), set.read()]).toEqual([before, started, [2, 0, 0]]);
    expect(await thenable).toBe("rows");
    expect(await shown(set.registry)).toMatchObject({
      "narthex_unmeasured_thenables_total{metric=queried_seconds}": 2,
      "narthex_unmeasured_thenables_total{metric=queries_in_progress}": 2,
      "narthex_unmeasured_thenables_total{metric=query_failures_total}": 2,
    });
  });

  const uses: readonly (readonly [string, Outcome, (thenable: PromiseLike<string>) => unknown])[] = [
    ["await", "fulfilled", async (thenable) => expect(await thenable).toBe("rows")],
    ["await", "rejected", async (thenable) => expect((async () => await thenable)()).rejects.toThrow("broken")],
    ["then()", "rejected", async (thenable) => expect(await thenable.then(null, String)).toBe("Error: broken")],
    ["catch()", "fulfilled", async (thenable) => expect(await promiseOf(thenable).catch(String)).toBe("rows")],
    ["catch()", "rejected", async (thenable) => expect(await promiseOf(thenable).catch(String)).toBe("Error: broken")],
    ["finally()", "fulfilled", async (thenable) => expect(await promiseOf(thenable).finally(() => {})).toBe("rows")],
    [
      "finally()",
      "rejected",
      async (thenable) => expect((async () => await promiseOf(thenable).finally(() => {}))()).rejects.toThrow("broken"),
    ],
  ];

  test.each(uses)("is measured with until: %s, when it is %s", async (_use, outcome, use) => {
    using set = setUp();
    const { thenable, starts } = make(outcome);
    const plain = make(outcome);
    expect(set.queries.toEnd(thenable)).toBe(thenable);
    expect([starts(), set.read()]).toEqual([plain.starts(), [0, 0, 0]]);
    await Promise.all([use(thenable), use(plain.thenable)]);
    expect([starts(), set.read()]).toEqual([plain.starts(), [1, 0, outcome === "rejected" ? 1 : 0]]);
    expect(heard).toEqual([]);
  });
});

/** The methods of a library's promise in addition to `then`. */
function promiseOf(thenable: PromiseLike<string>): Promise<string> {
  return thenable as Promise<string>;
}

test("an error that a filtered catch of Bluebird handles counts as a failure", async () => {
  using set = setUp();
  const broken = set.queries.toEnd(Bluebird.reject(new RangeError("broken")));
  expect(await broken.catch(RangeError, () => "handled")).toBe("handled");
  expect(set.read()).toEqual([1, 0, 1]);
});

test("a then method that throws counts as a failure", async () => {
  using set = setUp();
  const broken = {
    // biome-ignore lint/suspicious/noThenProperty: the test needs a thenable
    then(_done: (one: number) => void): void {
      throw new Error("broken");
    },
  };
  await expect((async () => await set.queries.toEnd(broken))()).rejects.toThrow("broken");
  expect(set.read()).toEqual([1, 0, 1]);
});

describe("a method that returns unmeasured thenables is reported", () => {
  const query = () => kinds.Mongoose("fulfilled").thenable;

  test("once, with the remedy", () => {
    class Users {
      @Timer(seconds)
      @CountExceptions(failures)
      find() {
        return query();
      }
    }
    using _ = bind(Users, new Registry());
    void new Users().find();
    void new Users().find();
    const told = { source: expect.stringMatching(/^quer/), code: "NARTHEX_UNMEASURED_THENABLE" };
    expect(heard).toEqual([
      {
        ...told,
        message:
          'Users.find returned a thenable (MongooseQuery), and was measured only until it returned. Set until: "end" in its decorators to measure until the thenable settles.',
      },
    ]);
  });

  test("by each kind of wrapper", () => {
    using set = setUp();
    void set.queries.recorded(query());
    void timed(new Histogram({ name: "alone_seconds", help: "Time.", registry: null }), query)();
    @Instrumented()
    class Whole {
      find() {
        return query();
      }
    }
    using _ = bind(Whole, new Registry());
    void new Whole().find();
    expect(heard.map(({ message }) => message.split(" returned")[0])).toEqual([
      "Queries.recorded",
      "query",
      "Whole.find",
    ]);
  });

  test("but not if only its calls are counted, or if its result is not a thenable", () => {
    using set = setUp();
    set.queries.counted(query());
    let asked = 0;
    const key: string = "then";
    const results = [
      Promise.resolve(1),
      // biome-ignore lint/suspicious/noThenProperty: the test needs a thenable
      { then: "later" },
      Object.defineProperty({}, key, { get: () => asked++ }),
      () => 1,
    ];
    for (const result of results) void set.queries.give(result);
    expect([asked, heard]).toEqual([0, []]);
  });
});

test("Histogram.time counts and reports a thenable, for which it does not wait", () => {
  const spec = new Histogram({ name: "alone_seconds", help: "Time.", registry: null });
  const { thenable, starts } = kinds.Knex("fulfilled");
  for (let call = 0; call < 2; call++) expect(spec.time(() => thenable)).toBe(thenable);
  expect([starts(), spec.get()?.count, spec[droppedUpdates]().thenables]).toEqual([0, 2, 2]);
  expect(heard.map(({ source, code, message }) => [source, code, message])).toEqual([
    [
      "alone_seconds",
      "NARTHEX_UNMEASURED_THENABLE",
      "time called a function that returned a thenable (KnexBuilder), and measured only until it returned. Make it an async function that awaits the thenable.",
    ],
  ]);
});
