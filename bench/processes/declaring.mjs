// Declares the metrics of classes whose methods carry three decorators each, in a process of its own: a program does it once,
// when no code is optimized.
import { createRequire } from "node:module";
import { wrapMethod } from "../floors/wrapped-methods.mjs";
import { collectedBytes } from "../harness/collected-bytes.mjs";
import { LoopGap } from "../harness/loop-gap.mjs";
import { answer, task } from "../harness/process.mjs";
import { milliseconds } from "../harness/stopwatch.mjs";

const { name, classes, isReflected } = task();
if (isReflected) createRequire(import.meta.url)("reflect-metadata");
const METHODS = 10;
const { apply, registration, firstScrape, binding } = await {
  narthex,
  "prom-client": promClient,
  "pass-through wrappers": passThrough,
}[name]();

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
   * The time for the last third of many classes, as a multiple of that for the second third. Code is compiled in the first.
   * A third is long enough for garbage collections to be spread evenly, so they are included.
   */
  growth() {
    const third = Math.floor(classes / 3);
    const kept = [];
    const [, second, last] = [0, 1, 2].map((time) => {
      const start = milliseconds();
      kept.push(...declare(time * third, (time + 1) * third));
      return milliseconds() - start;
    });
    if (kept.length !== third * 3) throw new Error("nothing is kept");
    return last / second;
  },
  /**
   * The longest gaps of the event loop during the first scrape and while the classes are bound in turns of their own, and
   * the milliseconds that `bindAll` takes. Of prom-client: the registration of as many collectors instead.
   */
  async bind() {
    const kept = declare(0, classes);
    const gap = firstScrape && (await longestGap(firstScrape));
    const [turns, all] = [binding(), binding()];
    const longest = await longestGap(async () => {
      for (const [i, one] of kept.entries()) {
        turns([one], i);
        await new Promise(setImmediate);
      }
    });
    const start = milliseconds();
    all(kept, 0);
    return { firstScrape: gap, binding: longest, bindAll: milliseconds() - start };
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
  const library = await import("narthex");
  const { CountCalls, CountExceptions, Counter, counter, histogram, Registry, Timer } = library;
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
  const firstScrape = () => library.render(library.defaultRegistry);
  const binding = () => {
    const registry = new Registry();
    return (types) => library.bindAll(types, registry);
  };
  return { apply, registration, firstScrape, binding };
}

/** Registers as many collectors; the methods stay as they are. */
async function promClient() {
  const { default: client } = await import("prom-client");
  const collectorsIn = (registers, prefix) => {
    const [seconds, calls, failures] = options(prefix);
    new client.Histogram({ ...seconds, registers });
    for (const one of [calls, failures]) new client.Counter({ ...one, registers });
  };
  const declared = [new client.Registry()];
  const apply = (_prototype, _key, prefix) => collectorsIn(declared, prefix);
  const binding = () => {
    const registers = [new client.Registry()];
    return (types, from) => {
      for (let i = 0; i < types.length * METHODS; i++) collectorsIn(registers, `bound_${from}_${i}`);
    };
  };
  const registration = () => {
    const registers = [new client.Registry()];
    return (name) => new client.Counter({ name, help: "A metric of the benchmark.", registers });
  };
  return { apply, registration, binding };
}

async function passThrough() {
  return { apply: (prototype, key, prefix) => wrapMethod(prototype, key, options(prefix)) };
}
