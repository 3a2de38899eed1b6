import "reflect-metadata";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import {
  bind,
  CountCalls,
  CountExceptions,
  countCalls,
  countExceptions,
  counter,
  InProgress,
  Registry,
  Timer,
  timed,
} from "../../src/index.js";
import { bindAlone, callSpecs } from "./bound-class.js";
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

  test("count a call in progress only in those that were there when it began", async () => {
    let end = () => {};
    class Late {
      run() {
        return new Promise<void>((resolve) => {
          end = resolve;
        });
      }
    }
    const specs = callSpecs("late");
    const add = (decorator: unknown) => {
      const descriptor = Object.getOwnPropertyDescriptor(Late.prototype, "run") as PropertyDescriptor;
      (decorator as MethodDecorator)(Late.prototype, "run", descriptor);
      Object.defineProperty(Late.prototype, "run", descriptor);
    };
    add(InProgress(specs.running));
    add(Timer(specs.seconds));
    using bound = bindAlone(Late, [specs.running, specs.seconds, specs.calls]);
    const first = new Late().run();
    add(CountCalls(specs.calls));
    end();
    await first;
    expect(bound.read()).toEqual([0, 1, 0]);
    const second = new Late().run();
    expect(bound.read()).toEqual([1, 1, 1]);
    end();
    await second;
    expect(bound.read()).toEqual([0, 2, 1]);
  });

  test("of another class leave the method of the first one as it is", () => {
    class First {
      @Timer(seconds)
      @CountCalls(calls)
      run() {}
    }
    class Second {}
    const own = Object.getOwnPropertyDescriptor(First.prototype, "run") as PropertyDescriptor;
    const other = callSpecs("second");
    (CountExceptions(other.failures) as MethodDecorator)(Second.prototype, "run", own);
    (CountCalls(other.calls) as MethodDecorator)(Second.prototype, "run", own);
    Object.defineProperty(Second.prototype, "run", own);
    using bound = bindAlone(Second, [other.calls]);
    new First().run();
    expect(bound.read()).toEqual([0]);
    own.value.call(new Second());
    expect(bound.read()).toEqual([1]);
  });

  test("measure the function that util.promisify returns", async () => {
    const specs = callSpecs("promisified");
    const read = Object.assign(() => {}, { [promisify.custom]: async () => "done" });
    class Reader {}
    const descriptor: PropertyDescriptor = { value: read, configurable: true, writable: true };
    for (const decorate of [CountCalls(specs.calls), Timer(specs.seconds), InProgress(specs.running)])
      (decorate as MethodDecorator)(Reader.prototype, "read", descriptor);
    Object.defineProperty(Reader.prototype, "read", descriptor);
    using bound = bindAlone(Reader, [specs.calls, specs.seconds, specs.running]);
    const pending = promisify(descriptor.value)();
    expect(bound.read()).toEqual([1, 0, 1]);
    expect(await pending).toBe("done");
    expect(bound.read()).toEqual([1, 1, 0]);
  });
});

test("functions that wrap one another measure only their own calls", () => {
  const specs = callSpecs("nested");
  const counted = countCalls(specs.calls, () => {});
  const failing = countExceptions(specs.failures, counted);
  const measured = timed(specs.seconds, failing);
  using bound = bindAlone(measured, [specs.calls, specs.seconds]);
  failing();
  expect(bound.read()).toEqual([1, 0]);
  measured();
  expect(bound.read()).toEqual([2, 1]);
});
