import type { Scope } from "../model/check-scope.js";
import type { Gathered, GatherOptions } from "../model/collector.js";
import { dispose } from "../model/dispose.js";
import type { LivePart } from "../model/live.js";
import type { Labels, MetricBase, MetricFamily } from "../model/metric-family.js";

/**
 * Gathers and puts the scope's prefix and labels on what comes.
 *
 * @internal
 */
export async function inScope(
  scope: Scope,
  options: GatherOptions,
  gather: (options: GatherOptions) => Promise<Gathered>,
): Promise<Gathered> {
  const { prefix = "", constLabels = {} } = scope;
  if (prefix === "" && Object.keys(constLabels).length === 0) return gather(options);
  const names =
    options.names && new Set([...options.names].filter((n) => n.startsWith(prefix)).map((n) => n.slice(prefix.length)));
  return scoped(scope, await gather({ ...options, ...(names && { names }) }));
}

/**
 * Puts the scope's prefix and labels on what was gathered.
 *
 * @internal
 */
export function scoped({ prefix = "", constLabels = {} }: Scope, gathered: Gathered): Gathered {
  if (prefix === "" && Object.keys(constLabels).length === 0) return gathered;
  const families = scopedFamilies({ prefix, constLabels }, gathered);
  return Object.defineProperty(families, dispose, {
    value: () => gathered[dispose](),
  }) as readonly MetricFamily[] as Gathered;
}

/**
 * Puts the scope's prefix and labels on families.
 *
 * @internal
 */
export function scopedFamilies(scope: Scope, families: readonly MetricFamily[]): MetricFamily[] {
  const { prefix = "", constLabels = {} } = scope;
  return families.map((family) => scopedFamily(family, prefix, constLabels));
}

function scopedFamily(family: MetricFamily, prefix: string, constLabels: Labels): MetricFamily {
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
