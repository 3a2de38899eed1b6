import { EventEmitter } from "node:events";
import { PassThrough, Readable } from "node:stream";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { bind, CountCalls, CountExceptions, counter, histogram, Registry, Timer } from "../../src/index.js";
import { shown } from "../decorators/reading.js";

const labelNames = ["method"] as const;
const seconds = histogram({ name: "s", help: "Time.", labelNames });
const calls = counter({ name: "calls_total", help: "Calls.", labelNames });
const failures = counter({ name: "failures_total", help: "Failures.", labelNames });
const labels = ({ method }: { method: string }) => ({ method });
const toEnd = { until: "end", labels } as const;

let registry: Registry;
beforeEach(() => {
  registry = new Registry();
});

/** The number of finished calls of each method. */
async function measured(): Promise<Record<string, number>> {
  const series = Object.entries(await shown(registry));
  return Object.fromEntries(series.map(([name, number]) => [name.replace(/^s\{method=(.*)\}$/, "$1"), number]));
}

/** Waits for an event without calling a method that the emitter overrides. */
const heard = (emitter: EventEmitter, event: string) =>
  new Promise((resolve) => EventEmitter.prototype.on.call(emitter, event, resolve));

type Listener = (...args: never[]) => void;

describe("a class of streams, measured until they end,", () => {
  @Timer(seconds, toEnd)
  class Feed extends Readable {
    listened = 0;
    readonly emitted: (string | symbol)[] = [];
    override _read(): void {
      this.push(null);
    }
    override on(event: string | symbol, listener: Listener): this {
      this.listened++;
      return super.on(event, listener as () => void);
    }
    override addListener(event: string | symbol, listener: Listener): this {
      this.listened++;
      return super.addListener(event, listener as () => void);
    }
    override once(event: string | symbol, listener: Listener): this {
      this.listened++;
      return super.once(event, listener as () => void);
    }
    override removeListener(event: string | symbol, listener: Listener): this {
      return super.removeListener(event, listener as () => void);
    }
    override emit(event: string | symbol, ...args: unknown[]): boolean {
      this.emitted.push(event);
      return super.emit(event, ...args);
    }
  }

  test.each([
    ["on", { on: 1 }, 1],
    ["addListener", { addListener: 1 }, 1],
    // Node.js itself calls `on` and `removeListener` here.
    ["once", { once: 1, on: 1, removeListener: 1 }, 2],
  ] as const)("counts one call of %s, and measuring does not call it", async (method, expected, listened) => {
    using _ = bind(Feed, registry);
    const feed = new Feed();
    const hasEnded = heard(feed, "close");
    expect(feed[method]("end", () => {})).toBe(feed);
    feed.resume();
    await hasEnded;
    expect(await measured()).toEqual({ ...expected, _read: 1, emit: feed.emitted.length });
    expect(feed.listened).toBe(listened);
  });

  test("counts no events about the listeners that measuring adds", async () => {
    using _ = bind(Feed, registry);
    const feed = new Feed();
    EventEmitter.prototype.on.call(feed, "newListener", () => {});
    feed.on("data", () => {});
    feed.destroy();
    await heard(feed, "close");
    const ofMeasuring = ["end", "close", EventEmitter.errorMonitor];
    expect(await measured()).toEqual({ on: 1, emit: feed.emitted.length - ofMeasuring.length });
  });
});

test("several calls that return one stream add one listener", async () => {
  const warned = vi.spyOn(process, "emitWarning");
  class Log {
    readonly #stream = new PassThrough();
    @Timer(seconds, toEnd)
    follow(): PassThrough {
      return this.#stream;
    }
  }
  using _ = bind(Log, registry);
  const log = new Log();
  const [before, stream] = [new PassThrough().listenerCount("close"), log.follow()];
  for (let i = 0; i < 20; i++) log.follow();
  expect(stream.listenerCount("close")).toBe(before + 1);
  expect(warned).not.toHaveBeenCalled();
  stream.destroy();
  await heard(stream, "close");
  expect(await measured()).toEqual({ follow: 21 });
  warned.mockRestore();
});

test("a stream of another class is observed through its own methods, and these calls are not measured", async () => {
  @Timer(seconds, toEnd)
  class Pipe {
    readonly readable = true;
    readonly #events = new EventEmitter();
    pipe(): void {}
    on(event: string | symbol, listener: Listener): this {
      return this.addListener(event, listener);
    }
    addListener(event: string | symbol, listener: Listener): this {
      this.#events.addListener(event, listener as () => void);
      return this;
    }
    finish(): void {
      this.#events.emit("end");
    }
  }
  using _ = bind(Pipe, registry);
  const pipe = new Pipe();
  expect(pipe.on("end", () => {})).toBe(pipe);
  expect(await measured()).toEqual({});
  pipe.finish();
  expect(await measured()).toEqual({ on: 1, addListener: 1, finish: 1 });
});

test("a stream of another class that rejects listeners is measured until the call returns", async () => {
  const pipe = {
    readable: true,
    pipe() {},
    on() {
      throw new Error("closed");
    },
  };
  class Pipes {
    @Timer(seconds, toEnd)
    open(): typeof pipe {
      return pipe;
    }
  }
  using _ = bind(Pipes, registry);
  const pipes = new Pipes();
  expect([pipes.open(), pipes.open()]).toEqual([pipe, pipe]);
  expect(await measured()).toEqual({ open: 2 });
});

test("functions in decorator options may call measured methods", async () => {
  const about = ({ self }: { self: { name(): string } }) => ({ method: self.name() });
  const filter = (error: unknown) => error instanceof Account && error.name() === "acme";
  @CountExceptions(failures, { labels: about, only: filter })
  @Timer(seconds, { labels: about, when: ({ self }) => self.name() === "acme" })
  @CountCalls(calls, { labels: about, exemplar: ({ self }) => ({ of: self.name() }) })
  class Account {
    name(): string {
      return "acme";
    }
    refuse(): never {
      throw this;
    }
  }
  using _ = bind(Account, registry);
  expect(new Account().name()).toBe("acme");
  expect(() => new Account().refuse()).toThrow();
  expect(await shown(registry)).toEqual({
    "calls_total{method=acme}": 2,
    "s{method=acme}": 2,
    "failures_total{method=acme}": 1,
  });
});
