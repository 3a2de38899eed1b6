import { createRequire } from "node:module";
import {
  bind,
  CountCalls,
  CountExceptions,
  counter,
  gauge,
  Histogram,
  histogram,
  InProgress,
  Registry,
  Timer,
} from "narthex";
import { compileAsyncLoop, compileLoop, compileText } from "./harness/compile.mjs";
import { incumbent } from "./libraries/prom-client.mjs";

const require = createRequire(import.meta.url);
const spec = (name, labelNames) => ({ name, help: "A metric of the benchmark.", ...(labelNames && { labelNames }) });
/** Marks the cases whose call site has seen several services. */
export const SEVERAL = ", 8 services";

/** What is returned goes here: calls whose result nobody uses would be optimized away. */
const sink = { value: 0 };
const tier = { tier: "gold" };
/** All classes are bound to one registry, as in most processes. */
const registry = new Registry();
let numbered = 0;

/** Names of the cases that others are held against. */
export const floors = {
  sync: "2 clock reads + child",
  async: "hand-written .then",
  passThrough: "pass-through",
  count: "pass-through + slot",
};

/** Loops over a plain method, decorated ones, and what one writes by hand or with other libraries. */
export function syncLoops() {
  const child = childOfHistogram();
  const { work } = bare();
  const { startTimer, startTimerLabelled, count } = byIncumbent();
  return {
    bare: loop(bare()),
    [floors.sync]: compileLoop(
      { child, s: bare(), performance, sink },
      "const start = performance.now(); sink.value = s.work(i); child.observe((performance.now() - start) / 1000)",
    ),
    "@Timer": loop(decorated(bare(), Timer(histogram(spec("timer_seconds"))))),
    "@Timer, constant labels": loop(
      decorated(bare(), Timer(histogram(spec("labelled_seconds", ["tier"])), { labels: tier })),
    ),
    "@Timer, computed labels": loop(
      decorated(
        bare(),
        Timer(histogram(spec("computed_seconds", ["tier"])), {
          labels: ({ args: [i] }) => (i & 1 ? tier : { tier: "none" }),
        }),
      ),
    ),
    ...countingLoops((wrap) => loop(wrap(work)), ""),
    ...countingLoops(severalLoop, SEVERAL),
    "@Timer @InProgress @CountExceptions": loop(decorated(bare(), ...three("sync"))),
    "prom-client startTimer": loop({ work: startTimer(work) }),
    "prom-client startTimer, labels": loop({ work: startTimerLabelled(work) }),
    "prom-client inc": loop({ work: count(work) }),
  };
}

/** The same for methods that return promises. */
export function asyncLoops() {
  const child = childOfHistogram();
  const { work } = bareAsync();
  const { startTimerAsync, all } = byIncumbent();
  return {
    bare: asyncLoop(bareAsync()),
    [floors.async]: asyncLoop({ work: timedThen(work, child) }),
    "@Timer": asyncLoop(decorated(bareAsync(), Timer(histogram(spec("timer_seconds"))))),
    "@Timer, constant labels": asyncLoop(
      decorated(bareAsync(), Timer(histogram(spec("labelled_seconds", ["tier"])), { labels: tier })),
    ),
    "@CountCalls": asyncLoop(decorated(bareAsync(), CountCalls(counter(spec("calls_total"))))),
    "@Timer @InProgress @CountExceptions": asyncLoop(decorated(bareAsync(), ...three("async"))),
    "prom-client startTimer": asyncLoop({ work: startTimerAsync(work) }),
    "prom-client timer, in progress, exceptions": asyncLoop({ work: all(work) }),
  };
}

function loop(s) {
  return compileLoop({ s, sink }, "sink.value = s.work(i)");
}

function asyncLoop(s) {
  return compileAsyncLoop({ s, sink }, "sink.value = await s.work(i)");
}

function bare() {
  return new (class Service {
    work(i) {
      return i + 1;
    }
  })();
}

function bareAsync() {
  return new (class Service {
    async work(i) {
      return i + 1;
    }
  })();
}

/** A service with a given method. */
function serviceOf(fn) {
  class Service {}
  Object.defineProperty(Service.prototype, "work", { value: fn, writable: true, configurable: true });
  return new Service();
}

/** Each wrapper stands in a class of its own, as decorated methods do. */
function countingLoops(loopOver, suffix) {
  const calls = () => counter(spec(`calls_${++numbered}_total`));
  return {
    [floors.passThrough + suffix]: loopOver((fn) => serviceOf(passThrough(fn))),
    [floors.count + suffix]: loopOver((fn) => serviceOf(countingPassThrough(fn))),
    [`@CountCalls${suffix}`]: loopOver((fn) => decorated(serviceOf(fn), CountCalls(calls()))),
  };
}

/** A call site that turns over several services, whose wrappers an engine cannot melt into the loop. */
function severalLoop(wrap) {
  const services = Array.from({ length: 8 }, (_, n) =>
    wrap(compileText({}, (name) => `function ${name}(i) { return i + ${n}; }`)),
  );
  return compileLoop({ services, sink }, "sink.value = services[i & 7].work(i)");
}

/** Applies decorators as compilers do in the legacy dialect, the last one first, and binds the class. */
function decorated(instance, ...decorators) {
  const prototype = Object.getPrototypeOf(instance);
  for (const decorate of decorators.reverse()) {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, "work");
    Object.defineProperty(prototype, "work", decorate(prototype, "work", descriptor) ?? descriptor);
  }
  bind(instance.constructor, registry);
  return instance;
}

function three(prefix) {
  return [
    Timer(histogram(spec(`${prefix}_three_seconds`))),
    InProgress(gauge(spec(`${prefix}_three_in_progress`))),
    CountExceptions(counter(spec(`${prefix}_three_failures_total`))),
  ];
}

function childOfHistogram() {
  return new Histogram({ ...spec("hand_seconds", ["tier"]), registry: null }).labels(tier);
}

function passThrough(fn) {
  return {
    work() {
      // biome-ignore lint/complexity/noArguments: engines hand it on without making an object of it
      return fn.apply(this, arguments);
    },
  }.work;
}

function countingPassThrough(fn) {
  const values = new Float64Array(64);
  return {
    work() {
      values[7] += 1;
      // biome-ignore lint/complexity/noArguments: see above
      return fn.apply(this, arguments);
    },
  }.work;
}

function timedThen(fn, child) {
  return {
    work() {
      const start = performance.now();
      // biome-ignore lint/complexity/noArguments: see above
      return fn.apply(this, arguments).then(
        (value) => {
          child.observe((performance.now() - start) / 1000);
          return value;
        },
        (error) => {
          child.observe((performance.now() - start) / 1000);
          throw error;
        },
      );
    },
  }.work;
}

/** What its users write. */
function byIncumbent() {
  const filled = incumbent.create();
  const plain = filled.histogram("plain_seconds");
  const labelled = filled.histogram("labelled_seconds", ["tier"]);
  const calls = filled.counter("calls_total");
  const running = filled.gauge("in_progress");
  const failures = filled.counter("failures_total");
  const timedBy = (start) => (fn) => (i) => {
    const end = start();
    try {
      return fn(i);
    } finally {
      end();
    }
  };
  return {
    startTimer: timedBy(() => plain.startTimer()),
    startTimerLabelled: timedBy(() => labelled.startTimer(tier)),
    count: (fn) => (i) => {
      calls.inc();
      return fn(i);
    },
    startTimerAsync: (fn) => async (i) => {
      const end = plain.startTimer();
      try {
        return await fn(i);
      } finally {
        end();
      }
    },
    all: (fn) => async (i) => {
      const end = plain.startTimer();
      running.inc();
      try {
        return await fn(i);
      } catch (error) {
        failures.inc();
        throw error;
      } finally {
        running.dec();
        end();
      }
    },
  };
}

/**
 * `@Timer` and the wrapper of autometrics, which its decorator uses. It brings along an OpenTelemetry, and follows calls by an
 * AsyncLocalStorage: from then on every promise of the process costs more, so this is for the end.
 */
export function loopsBesideAutometrics() {
  const { autometrics, registerExporter } = require("@autometrics/autometrics");
  const { AggregationTemporality, InMemoryMetricExporter, PeriodicExportingMetricReader } = createRequire(
    require.resolve("@autometrics/autometrics"),
  )("@opentelemetry/sdk-metrics");
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  registerExporter({ metricReader: new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 2 ** 30 }) });
  const wrapped = ({ work }) => ({ work: autometrics({ functionName: "work", moduleName: "bench" }, work) });
  const timed = (instance) => decorated(instance, Timer(histogram(spec("timer_seconds"))));
  return {
    sync: { "@Timer": loop(timed(bare())), autometrics: loop(wrapped(bare())) },
    async: { "@Timer": asyncLoop(timed(bareAsync())), autometrics: asyncLoop(wrapped(bareAsync())) },
  };
}
