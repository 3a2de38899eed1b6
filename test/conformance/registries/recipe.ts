import { Counter, Gauge, Histogram, Info, Registry, StateSet, Summary } from "../../../src/index.js";
import type { MetricFamily } from "../../../src/model/families/metric-family.js";
import type { NativeOptions } from "../../../src/model/specs.js";

/** Label values by name. */
export type Values = Readonly<Record<string, string>>;

/** The common properties of all recipes. */
export interface Common {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  /** The number of optional labels, which come last. */
  readonly optional: number;
  readonly constLabels: Values;
  readonly unit?: string | undefined;
}

/** The label values of some series, and the numbers that each series receives. */
export interface Series {
  readonly labels: readonly string[];
  readonly numbers: readonly number[];
  readonly trace?: string | undefined;
}

/** A collector as data, so that fast-check can shrink it. */
export type Recipe = Common &
  (
    | { readonly kind: "counter"; readonly series: readonly Series[]; readonly totalSuffix: boolean }
    | { readonly kind: "gauge"; readonly series: readonly Series[] }
    | {
        readonly kind: "summary";
        readonly series: readonly Series[];
        readonly quantiles: Readonly<Record<number, number>>;
      }
    | {
        readonly kind: "histogram";
        readonly series: readonly Series[];
        readonly buckets: readonly number[];
        readonly native?: NativeOptions | undefined;
      }
    | { readonly kind: "info"; readonly facts: Values }
    | { readonly kind: "stateset"; readonly series: readonly Series[]; readonly states: readonly string[] }
    | { readonly kind: "custom"; readonly family: MetricFamily }
  );

/** Creates a registry from recipes. The names begin with `prefix`, so that many registries can be read in one run. */
export function registryOf(all: readonly Recipe[], prefix: string): Registry {
  const registry = new Registry();
  all.forEach((one, index) => {
    // A number before the word and a letter after it, so that names do not clash or end in a suffix of a format.
    const unit = one.unit === undefined ? "" : `_${one.unit}`;
    cook({ ...one, name: `${prefix}${index}_${one.name}X${unit}` }, registry);
  });
  return registry;
}

function cook(one: Recipe, registry: Registry): void {
  const options = {
    name: one.name,
    help: one.help,
    labelNames: one.labelNames.map((name, i) => (i < one.labelNames.length - one.optional ? name : `${name}?`)),
    constLabels: one.constLabels,
    ...(one.unit !== undefined && { unit: one.unit }),
    registry,
  };
  switch (one.kind) {
    case "counter": {
      const counter = new Counter({ ...options, totalSuffix: one.totalSuffix });
      for (const each of one.series) {
        const child = counter.labels(labelsOf(one, each));
        for (const number of each.numbers) {
          child.inc(number, each.trace === undefined ? undefined : { exemplar: { trace_id: each.trace } });
        }
      }
      break;
    }
    case "gauge": {
      const gauge = new Gauge(options);
      for (const each of one.series) for (const number of each.numbers) gauge.labels(labelsOf(one, each)).set(number);
      break;
    }
    case "summary": {
      const summary = new Summary({ ...options, quantiles: one.quantiles });
      for (const each of one.series)
        for (const number of each.numbers) summary.labels(labelsOf(one, each)).observe(number);
      break;
    }
    case "histogram": {
      const histogram = new Histogram({
        ...options,
        buckets: one.buckets,
        ...(one.native !== undefined && { native: one.native }),
      });
      for (const each of one.series) {
        for (const number of each.numbers) {
          const exemplar = each.trace === undefined ? undefined : { exemplar: { trace_id: each.trace } };
          histogram.labels(labelsOf(one, each)).observe(number, exemplar);
        }
      }
      break;
    }
    case "info":
      new Info({ name: one.name, help: one.help, constLabels: one.constLabels, registry }).set(one.facts);
      break;
    case "stateset": {
      const set = new StateSet({ ...options, states: one.states });
      for (const each of one.series) {
        for (const number of each.numbers) {
          set
            .labels(labelsOf(one, each))
            .set(one.states[Math.trunc(number) % one.states.length] ?? (one.states[0] as string));
        }
      }
      break;
    }
    case "custom":
      registry.register({ collect: () => [{ ...one.family, name: one.name }] });
  }
}

function labelsOf({ labelNames: names }: Recipe, { labels }: Series): Values {
  return Object.fromEntries(names.map((name, index) => [name, labels[index] ?? ""]));
}
