import type { Scope } from "../model/check-scope.js";
import type { GatherOptions } from "../model/collector.js";
import type { LivePart } from "../model/live.js";
import type { Labels, MetricBase, MetricFamily } from "../model/metric-family.js";

/**
 * Whether a scope adds anything.
 *
 * @internal
 */
export function isScoped({ prefix = "", constLabels = {} }: Scope): boolean {
  return prefix !== "" || Object.keys(constLabels).length > 0;
}

/**
 * What a gather inside of a scope is asked for: names without the prefix.
 *
 * @internal
 */
export function optionsInside({ prefix = "" }: Scope, options: GatherOptions): GatherOptions {
  const { names } = options;
  if (names === undefined || prefix === "") return options;
  const inside = [...names].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  return { ...options, names: new Set(inside) };
}

/**
 * Puts the scope's prefix and labels on a family.
 *
 * @internal
 */
export function scopedFamily(scope: Scope, family: MetricFamily): MetricFamily {
  if (!isScoped(scope)) return family;
  const { prefix = "", constLabels = {} } = scope;
  const { live, metrics } = family;
  return {
    ...family,
    name: prefix + family.name,
    metrics: {
      *[Symbol.iterator]() {
        for (const metric of metrics) yield scopedMetric<MetricBase>(metric, constLabels);
      },
    },
    ...(live && { live: live.map((part) => scopedPart(part, constLabels)) }),
  } as MetricFamily;
}

function scopedPart(part: LivePart, constLabels: Labels): LivePart {
  const { labelNames, stride, bounds, states, pages } = part;
  // Labels of the series win, as those of a metric do.
  const added = Object.entries(constLabels).filter(([name]) => !labelNames.includes(name));
  return {
    constLabels: { ...Object.fromEntries(added), ...part.constLabels },
    labelNames,
    stride,
    bounds,
    states,
    pages,
    read: (page, slot) => scopedMetric(part.read(page, slot), constLabels),
    isFull: (page) => part.isFull(page),
    isShown: (page, slot) => part.isShown(page, slot),
    release: () => part.release(),
  };
}

function scopedMetric<M extends MetricBase>(metric: M, constLabels: Labels): M {
  return { ...metric, labels: { ...constLabels, ...metric.labels } };
}
