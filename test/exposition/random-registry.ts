import fc from "fast-check";
import { Counter, Gauge, Histogram, Info, type MetricFamily, Registry, StateSet, Summary } from "../../src/index.js";

const labelText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "",
    "a",
    'quo"te',
    "back\\slash",
    "line\nfeed",
    "{}",
    ",",
    "=",
    "é",
    "😀",
    "\ud800",
    "__proto__",
    "0",
  ),
  fc.string({ unit: "binary", maxLength: 6 }),
);

const number: fc.Arbitrary<number> = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-320, 2 ** 53, 1e21),
);

const amount: fc.Arbitrary<number> = fc.oneof(fc.nat(), fc.double({ min: 0, noNaN: true }));

/** One series' labels and what is done to it. */
const update = fc.record({
  a: labelText,
  b: labelText,
  value: number,
  amount,
  remove: fc.boolean(),
  exemplar: fc.option(labelText),
});

type Update = typeof update extends fc.Arbitrary<infer U> ? U : never;

interface Plan {
  readonly updates: readonly Update[];
  readonly help: string;
  readonly buckets: readonly number[];
  readonly constLabel: string;
  readonly isScoped: boolean;
  readonly labelNames: readonly string[];
}

/** Registries of all kinds of collectors, with nasty and absent label values, extreme numbers and removed series. */
export const randomRegistry: fc.Arbitrary<Registry> = fc
  .record({
    updates: fc.array(update, { maxLength: 12 }),
    help: labelText,
    buckets: fc.uniqueArray(fc.double({ noNaN: true, noDefaultInfinity: true }), {
      maxLength: 5,
      comparator: (a, b) => a + 0 === b + 0,
    }),
    constLabel: labelText,
    isScoped: fc.boolean(),
    labelNames: fc.constantFrom(["a", "b"], ["a", "b?"], ["a?", "b"], ["a?", "b?"]),
  })
  .map(build);

function build({ updates, help, buckets, constLabel, isScoped, labelNames }: Plan): Registry {
  const registry = new Registry(isScoped ? { prefix: "app_", constLabels: { site: constLabel } } : {});
  const counter = new Counter({ name: "events_total", help, labelNames, registry, constLabels: { zone: constLabel } });
  const bare = new Counter({ name: "failures", help, labelNames, registry, totalSuffix: false });
  const gauge = new Gauge({ name: "level_meters", help, labelNames, registry, unit: "meters" });
  const sorted = [...buckets].sort((x, y) => x - y);
  const histogram = new Histogram({ name: "wait_seconds", help, labelNames, registry, buckets: sorted });
  const summary = new Summary({ name: "size_bytes", help, labelNames, registry, unit: "bytes" });
  const native = new Histogram({ name: "lag_seconds", help, labelNames, registry, native: { maxBuckets: 3 } });
  const mixed = new Histogram({ name: "span_seconds", help, labelNames, registry, native: true, buckets: sorted });
  const quantiles = { 0: 0.1, 0.5: 0.05, 0.999: 0.0001 };
  const estimates = new Summary({ name: "delay_seconds", help, labelNames, registry, quantiles });
  const states = new StateSet({ name: "door", help, labelNames, states: ["open", 'clo"sed', "ajar"], registry });
  new Counter({ name: "plain", help, registry }).inc(3);
  new Gauge({ name: "http.status", help, labelNames: ["status.code"], registry, nameValidation: "utf8" }).set(
    { "status.code": 200 },
    7,
  );
  new Histogram({ name: "bare_seconds", help, registry }).observe(0.3);
  new Info({ name: "build", help, registry }).set({ version: constLabel });
  const families: MetricFamily[] = [];
  for (const { a, b, value, amount: by, remove, exemplar } of updates) {
    const labels = { a, b };
    for (const one of [counter, bare])
      one.inc(labels, by, exemplar === null ? undefined : { exemplar: { trace_id: exemplar } });
    gauge.set(labels, value);
    for (const one of [histogram, native, mixed]) {
      one.observe(labels, value, exemplar === null ? undefined : { exemplar: { trace_id: exemplar } });
    }
    for (const one of [summary, estimates]) one.observe(labels, value);
    states.set(labels, by > 5 ? "ajar" : "open");
    const all = [counter, bare, gauge, histogram, native, mixed, summary, estimates, states];
    if (remove) for (const collector of all) collector.remove(labels);
  }
  families.push({
    name: "depth",
    help,
    type: "unknown",
    metrics: [{ labels: { a: constLabel }, value: 4, timestamp: 1.5 }],
  });
  families.push({
    name: "ages_seconds",
    help,
    type: "gaugehistogram",
    metrics: [
      {
        labels: {},
        count: 3,
        sum: 4.5,
        buckets: [
          { upperBound: 1, count: 1 },
          { upperBound: Number.POSITIVE_INFINITY, count: 3 },
        ],
      },
    ],
  });
  registry.register({ collect: () => families });
  return registry;
}
