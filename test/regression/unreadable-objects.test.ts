import { describe, expect, test } from "vitest";
import { bind, CountCalls, counter, Gauge, Histogram, Registry, timed, trackInProgress } from "../../src/index.js";
import { value } from "../decorators/reading.js";

const seconds = new Histogram({ name: "looked_at_seconds", help: "Time.", registry: new Registry() });
const running = new Gauge({ name: "looked_at_in_progress", help: "Running.", registry: new Registry() });

function refuse(): never {
  throw new Error("not yours");
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

describe("a call measured until its end may return an object that throws when it is read:", () => {
  const results = [
    // biome-ignore lint/suspicious/noThenProperty: the test needs a thenable
    ["one with a `then` getter that throws", Object.defineProperty({}, "then", { get: () => refuse() })],
    ["a revoked proxy", revoked()],
  ] as const;

  test.each(results)("%s", (_, result) => {
    const give = timed(
      seconds,
      trackInProgress(running, () => result, { until: "end" }),
      { until: "end" },
    );
    const before = seconds.get()?.count ?? 0;
    const isSame = give() === result;
    expect([isSame, seconds.get()?.count, running.get()]).toEqual([true, before + 1, 0]);
  });
});

describe("a call is counted if its receiver throws when it is read:", () => {
  const calls = counter({ name: "looked_at_calls_total", help: "Calls." });
  class Service {
    @CountCalls(calls)
    call() {
      return "result";
    }
  }
  const receivers = [
    ["a revoked proxy", revoked()],
    ["a proxy whose properties throw", new Proxy({}, { get: () => refuse() })],
  ] as const;

  test.each(receivers)("%s", (_, receiver) => {
    const [registry, other] = [new Registry(), new Registry()];
    using _class = bind(Service, registry);
    using _instance = bind(new Service(), other);
    expect(Reflect.apply(Service.prototype.call, receiver, [])).toBe("result");
    expect(value(registry, calls)).toBe(1);
  });
});
