import "reflect-metadata";
import { describe, expect, test } from "vitest";
import { bind, CountCalls, CountExceptions, counter, InProgress, Registry, Timer } from "../../src/index.js";
import { callSpecs } from "./bound-class.js";
import { shown } from "./reading.js";

const { seconds, running, failures, calls } = callSpecs("stacked");

// biome-ignore lint/suspicious/noExplicitAny: decorators of other packages accept anything
type Anything = any;

/** A decorator as other packages write it, in both dialects. */
function foreign(decorate: (fn: Anything) => Anything) {
  return (target: Anything, key: Anything, descriptor?: Anything): Anything => {
    if (typeof key === "object") return decorate(target);
    descriptor.value = decorate(descriptor.value);
    return descriptor;
  };
}

/** Stores metadata on the method itself, as the routes and guards of Nest do. */
const Get = (path: string) =>
  foreign((fn) => {
    Reflect.defineMetadata("path", path, fn);
    return fn;
  });

/** Replaces the method with another function. */
const Twice = foreign(
  (fn) =>
    function twice(this: unknown, ...args: unknown[]) {
      fn.apply(this, args);
      return fn.apply(this, args);
    },
);

class Everything {
  @Get("/one")
  @Timer(seconds)
  @InProgress(running)
  @CountExceptions(failures)
  @CountCalls(calls)
  one() {}

  @CountCalls(calls)
  @CountExceptions(failures)
  @InProgress(running)
  @Timer(seconds)
  @Get("/two")
  two() {}

  @Timer(seconds)
  @Get("/three")
  @CountCalls(calls)
  three() {}

  @CountCalls(calls)
  @Twice
  @Timer(seconds)
  outside() {}

  @Timer(seconds)
  @CountCalls(calls, { when: () => true })
  @InProgress(running)
  mixed() {}

  @Timer(seconds, { until: "end" })
  @CountCalls(calls)
  @InProgress(running, { until: "callback" })
  async until() {}

  @Timer(seconds)
  @CountCalls(calls)
  *generator() {
    yield 1;
  }
}

async function counted(use: (everything: Everything) => unknown) {
  const registry = new Registry();
  using _ = bind(Everything, registry);
  await use(new Everything());
  return shown(registry);
}

describe("stacked decorators", () => {
  const once = { stacked_calls_total: 1, stacked_seconds: 1 };
  test.each<[string, (everything: Everything) => unknown, object]>([
    ["each count a call once, in one order", (one) => one.one(), once],
    ["each count a call once, in another order", (one) => one.two(), once],
    ["each count a call once around a decorator of another package", (one) => one.three(), once],
    ["count the calls that a decorator between them makes", (one) => one.outside(), { ...once, stacked_seconds: 2 }],
    ["each count a call once if one of them reads the call", (one) => one.mixed(), once],
    ["each count a call once if they use different values of until", (one) => one.until(), once],
    ["each count a generator once", (one) => [...one.generator()], once],
  ])("%s", async (_, use, expected) => {
    expect(await counted(use)).toEqual(expected);
  });

  test("keep the metadata of other packages, in any order", () => {
    const paths = [Everything.prototype.one, Everything.prototype.two, Everything.prototype.three];
    expect(paths.map((fn) => Reflect.getMetadata("path", fn))).toEqual(["/one", "/two", "/three"]);
  });

  test("on one method end in the reverse order of their beginning", () => {
    const order: string[] = [];
    const when = (name: string) => () => {
      order.push(name);
      return true;
    };
    const counted = counter({ name: "ordered_total", help: "Calls.", labelNames: ["x"] });
    const labels = (name: string) => ({
      when: when(`${name} begins`),
      labels: ({ outcome }: { outcome: { ok: boolean } }) => {
        order.push(`${name} ends`);
        return { x: String(outcome.ok) };
      },
    });
    class Ordered {
      @CountCalls(counted, labels("outer"))
      @CountExceptions(counted, labels("inner"))
      run() {
        order.push("runs");
        throw new Error("own");
      }
    }
    using _ = bind(Ordered, new Registry());
    expect(() => new Ordered().run()).toThrow("own");
    // The outer decorator reads the outcome when its first call begins, and from then on when a call ends.
    expect(order).toEqual(["outer begins", "inner begins", "runs", "inner ends", "outer ends"]);
  });
});
