// Declares the metrics of classes whose methods carry three decorators each, in a process of its own: a program does it once,
// when no code is optimized.
import { wrapMethod } from "../floors/wrapped-methods.mjs";
import { collectedBytes } from "../harness/collected-bytes.mjs";
import { LoopGap } from "../harness/loop-gap.mjs";
import { answer, task } from "../harness/process.mjs";
import { milliseconds } from "../harness/stopwatch.mjs";

const { name, classes } = task();
const METHODS = 10;
const { apply, registration } = await { narthex, "prom-client": promClient, "pass-through wrappers": passThrough }[
  name
]();

answer({
  /** Milliseconds for all classes, and the bytes of heap that they take. */
  async load() {
    const before = await collectedBytes();
    const start = milliseconds();
    const kept = declare(0, classes);
    const ms = milliseconds() - start;
    const bytes = (await collectedBytes()) - before;
    if (kept.length !== classes) throw new Error("nothing is kept");
    return { ms, bytes };
  },
  /**
   * The time for the last of many classes, as a multiple of that for earlier ones. The first third, in which code is
   * compiled, is left out. The least of each third is compared, because a garbage collection doubles a single time.
   */
  growth() {
    const each = [];
    const kept = [];
    for (let from = 0; from < classes; from += 20) {
      const start = milliseconds();
      kept.push(...declare(from, from + 20));
      each.push(milliseconds() - start);
    }
    const third = Math.floor(each.length / 3);
    return Math.min(...each.slice(-third)) / Math.min(...each.slice(third, -third));
  },
  /**
   * The longest gaps of the event loop during the first scrape and while the classes are bound in turns of their own, and
   * the milliseconds that `bindAll` takes.
   */
  async bind() {
    const { bind, bindAll, defaultRegistry, Registry, render } = await import("narthex");
    const kept = declare(0, classes);
    const firstScrape = await longestGap(() => render(defaultRegistry));
    const own = new Registry();
    const binding = await longestGap(async () => {
      for (const one of kept) {
        bind(one, own);
        await new Promise(setImmediate);
      }
    });
    const start = milliseconds();
    bindAll(kept, new Registry());
    return { firstScrape, binding, bindAll: milliseconds() - start };
  },
  /** Microseconds for a registration when a registry has about 50 and about 5,000 families: the best of several. */
  registration() {
    const names = Array.from({ length: 5_050 }, (_, i) => `registered_${i}_total`);
    let [few, many] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let round = 0; round < 8; round++) {
      const register = registration();
      const each = (from) => {
        const start = milliseconds();
        for (let i = from; i < from + 100; i++) register(names[i]);
        return (milliseconds() - start) * 10;
      };
      few = Math.min(few, each(0));
      for (let i = 100; i < 4_950; i++) register(names[i]);
      many = Math.min(many, each(4_950));
    }
    return { few, many };
  },
});

async function longestGap(run) {
  const gap = new LoopGap(milliseconds);
  gap.start();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await run();
  await new Promise((resolve) => setTimeout(resolve, 2));
  return gap.stop();
}

function declare(from, to) {
  return Array.from({ length: to - from }, (_, i) => {
    const { prototype } = service();
    for (let m = 0; m < METHODS; m++) apply(prototype, `m${m}`, `service_${from + i}_m${m}`);
    return prototype.constructor;
  });
}

function service() {
  const methods = Array.from({ length: METHODS }, (_, m) => [`m${m}`, method]);
  class Service {}
  for (const [key, make] of methods)
    Object.defineProperty(Service.prototype, key, { value: make(key), writable: true, configurable: true });
  return Service;
}

/** A method of its own for each class. */
function method(key) {
  return {
    [key](i) {
      return i + 1;
    },
  }[key];
}

function options(prefix) {
  return ["seconds", "calls_total", "failures_total"].map((suffix) => ({
    name: `${prefix}_${suffix}`,
    help: "A metric of the benchmark.",
  }));
}

/** Applies decorators as compilers do in the legacy dialect, the last one first. */
async function narthex() {
  const { CountCalls, CountExceptions, Counter, counter, histogram, Registry, Timer } = await import("narthex");
  const apply = (prototype, key, prefix) => {
    const [seconds, calls, failures] = options(prefix);
    const decorators = [Timer(histogram(seconds)), CountCalls(counter(calls)), CountExceptions(counter(failures))];
    let descriptor = Object.getOwnPropertyDescriptor(prototype, key);
    for (const decorate of decorators.reverse()) descriptor = decorate(prototype, key, descriptor) ?? descriptor;
    Object.defineProperty(prototype, key, descriptor);
  };
  const registration = () => {
    const registry = new Registry();
    return (name) => new Counter({ name, help: "A metric of the benchmark.", registry });
  };
  return { apply, registration };
}

/** Registers as many collectors; the methods stay as they are. */
async function promClient() {
  const { default: client } = await import("prom-client");
  const registers = [new client.Registry()];
  const apply = (_prototype, _key, prefix) => {
    const [seconds, calls, failures] = options(prefix);
    new client.Histogram({ ...seconds, registers });
    for (const one of [calls, failures]) new client.Counter({ ...one, registers });
  };
  const registration = () => {
    const registers = [new client.Registry()];
    return (name) => new client.Counter({ name, help: "A metric of the benchmark.", registers });
  };
  return { apply, registration };
}

async function passThrough() {
  return { apply: (prototype, key, prefix) => wrapMethod(prototype, key, options(prefix)) };
}
