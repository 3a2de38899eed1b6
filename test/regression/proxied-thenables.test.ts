import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  Counter,
  countExceptions,
  Gauge,
  Histogram,
  onError,
  Registry,
  timed,
  trackInProgress,
} from "../../src/index.js";
import { shown } from "../decorators/reading.js";

type Until = "end" | undefined;
type Then = (onFulfilled: (value: unknown) => unknown, onRejected?: (error: unknown) => unknown) => unknown;

function setUp(until: Until) {
  const registry = new Registry();
  const seconds = new Histogram({ name: "asked_seconds", help: "Time.", registry });
  const running = new Gauge({ name: "asked_in_progress", help: "Running.", registry: null });
  const failures = new Counter({ name: "asked_failed_total", help: "Failures.", registry: null });
  const options = until === undefined ? {} : { until };
  const ask = <T>(what: T): T => what;
  const give = timed(seconds, trackInProgress(running, countExceptions(failures, ask, options), options), options);
  const read = () => [seconds.get()?.count, running.get(), failures.get()];
  const unmeasured = async () => (await shown(registry))["narthex_unmeasured_thenables_total{metric=asked_seconds}"];
  return { give, seconds, read, unmeasured };
}

/** A proxy for a remote object, as Comlink makes them: every property is a function that sends a request. */
function remote(asked: PropertyKey[] = []): { then: Then } {
  return new Proxy(function target() {} as unknown as { then: Then }, {
    get(_, key) {
      if (key === "then") return (onFulfilled: (value: string) => unknown) => void onFulfilled("rows");
      return () => asked.push(key);
    },
  });
}

const heard: string[] = [];
beforeEach(() => {
  heard.length = 0;
  onError((error) => heard.push(error.message));
});
afterEach(() => onError(undefined));

describe.each<Until>(["end", undefined])("measured until %s, a proxy that is a thenable", (until) => {
  test("ends its call at the return, and is counted and reported, if the proxy answers itself", async () => {
    const { give, read, unmeasured } = setUp(until);
    const asked: PropertyKey[] = [];
    const result = remote(asked);
    const before = Reflect.ownKeys(result);
    for (let call = 0; call < 2; call++) expect(give(result) === result).toBe(true);
    expect([read(), asked, Reflect.ownKeys(result)]).toEqual([[2, 0, 0], [], before]);
    expect(await result).toBe("rows");
    expect([read(), await unmeasured()]).toEqual([[2, 0, 0], 2]);
    const remedy = until === "end" ? "Await it in an async method" : 'until: "end"';
    expect(heard.filter((message) => message.includes(remedy))).toHaveLength(1);
  });

  test("ends its call at the return if reading its properties throws", async () => {
    const { give, read } = setUp(until);
    const refusing = new Proxy(
      {},
      {
        get() {
          throw new Error("not yours");
        },
      },
    );
    expect(give(refusing) === refusing).toBe(true);
    expect(read()).toEqual([1, 0, 0]);
  });
});

describe("measured until end,", () => {
  // biome-ignore lint/suspicious/noThenProperty: the test needs a thenable
  const query = (): { then: Then } => ({ then: (onFulfilled) => Promise.resolve("rows").then(onFulfilled) });

  test.each([
    ["a proxy without traps", new Proxy(query(), {})],
    [
      "a proxy that binds the methods of its target",
      new Proxy(query(), { get: (target, key) => Reflect.get(target, key)?.bind(target) }),
    ],
  ])("%s is measured until it settles", async (_, proxy) => {
    const { give, read, unmeasured } = setUp("end");
    const result = give(proxy);
    expect([result === proxy, read()]).toEqual([true, [0, 0, 0]]);
    expect(await result).toBe("rows");
    expect([read(), await unmeasured()]).toEqual([[1, 0, 0], undefined]);
  });

  test("a proxy that accepts no new properties is counted as unmeasured", async () => {
    const { give, read, unmeasured } = setUp("end");
    const proxy = new Proxy(query(), { defineProperty: () => false });
    expect(give(proxy)).toBe(proxy);
    expect([read(), await unmeasured()]).toEqual([[1, 0, 0], 1]);
  });
});

test("a frozen thenable is counted as unmeasured", async () => {
  class Query {
    // biome-ignore lint/suspicious/noThenProperty: query builders run when they are awaited
    then(onFulfilled: (text: string) => unknown): void {
      onFulfilled("rows");
    }
  }
  const { give, read, unmeasured } = setUp("end");
  give(Object.freeze(new Query()));
  expect([read(), await unmeasured()]).toEqual([[1, 0, 0], 1]);
});

test("Histogram.time counts a proxy that answers itself as unmeasured", async () => {
  const { seconds, unmeasured } = setUp(undefined);
  seconds.time(() => remote());
  expect([seconds.get()?.count, await unmeasured()]).toEqual([1, 1]);
});
