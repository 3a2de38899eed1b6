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

describe("the result of a call measured to its end may throw when its properties are read:", () => {
  const results = [
    // biome-ignore lint/suspicious/noThenProperty: a thenable is meant
    ["a `then` that throws", Object.defineProperty({}, "then", { get: () => refuse() })],
    ["a proxy that was revoked", revoked()],
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

describe("a call is counted on a receiver that throws when its properties are read:", () => {
  const calls = counter({ name: "looked_at_calls_total", help: "Calls." });
  class Service {
    @CountCalls(calls)
    call() {
      return "result";
    }
  }
  const receivers = [
    ["a proxy that was revoked", revoked()],
    ["a proxy that tells nothing", new Proxy({}, { get: () => refuse() })],
  ] as const;

  test.each(receivers)("%s", (_, receiver) => {
    const [registry, other] = [new Registry(), new Registry()];
    using _class = bind(Service, registry);
    using _instance = bind(new Service(), other);
    expect(Reflect.apply(Service.prototype.call, receiver, [])).toBe("result");
    expect(value(registry, calls)).toBe(1);
  });
});
