import type { GatherOptions } from "../model/collector.js";
import type { CollectorSeries } from "../model/families/collector-series.js";
import { LiveMetrics, liveSeriesOf } from "../model/families/live-metrics.js";
import type { InfoMetric, Labels, MetricBase } from "../model/families/metric.js";
import type { MetricFamily } from "../model/families/metric-family.js";
import { syntheticLabel } from "../model/families/metric-types.js";
import type { Scope } from "../model/families/scope.js";
import { familyNames } from "../validation/family-names.js";
import type { LostUpdates } from "./dropped-updates.js";

/**
 * Whether a scope adds anything.
 *
 * @internal
 */
export function isScoped({ prefix = "", constLabels = {} }: Scope): boolean {
  return prefix !== "" || Object.keys(constLabels).length > 0;
}

/**
 * The options of a gather inside a scope.
 *
 * @internal
 */
export interface OptionsInside extends GatherOptions {
  /** The names of the families, without the prefix of the scope. */
  readonly names?: ReadonlySet<string> | undefined;
  /** Counts the exemplars of custom collectors that are too long to be written. */
  readonly lost?: LostUpdates | undefined;
}

/**
 * Returns the options of a gather inside a scope, where names have no prefix.
 *
 * @throws {TypeError} if `names` is not an iterable of strings
 * @internal
 */
export function optionsInside({ prefix = "" }: Scope, options: GatherOptions): OptionsInside {
  const { names: given, deadline, onFailure } = options;
  const names = familyNames("gather", given);
  if (names === undefined || prefix === "") return { names, deadline, onFailure };
  const inside = [...names].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  return { names: new Set(inside), deadline, onFailure };
}

/**
 * Adds the prefix and labels of a scope to a family. If a constant label has the same name as a label of a series, a
 * fact of an info or the label of a state set's states, the series keeps its own.
 *
 * @internal
 */
export function scopedFamily(scope: Scope, family: MetricFamily): MetricFamily {
  if (!isScoped(scope)) return family;
  const { metrics, type } = family;
  const live = liveSeriesOf(family);
  const name = (scope.prefix ?? "") + family.name;
  const constLabels = without(scope.constLabels ?? {}, [syntheticLabel(name, type)]);
  return {
    ...family,
    name,
    metrics:
      live === undefined
        ? scopedMetrics(metrics, constLabels)
        : new LiveMetrics(live.map((series) => scopedSeries(series, constLabels))),
  } as MetricFamily;
}

function scopedMetrics(metrics: Iterable<MetricBase>, constLabels: Labels): Iterable<MetricBase> {
  return {
    *[Symbol.iterator]() {
      for (const metric of metrics) yield scopedMetric(metric, constLabels);
    },
  };
}

function scopedSeries(series: CollectorSeries, constLabels: Labels): CollectorSeries {
  const { layout, pages } = series;
  return {
    layout: { ...layout, constLabels: { ...without(constLabels, layout.labelNames), ...layout.constLabels } },
    pages,
    read: (page, offset) => scopedMetric(series.read(page, offset), constLabels),
    isFull: (page) => series.isFull(page),
    isShown: (page, offset) => series.isShown(page, offset),
    release: () => series.release(),
  };
}

function scopedMetric<M extends MetricBase>(metric: M, constLabels: Labels): M {
  const { info } = metric as MetricBase & Partial<InfoMetric>;
  const added = info === undefined ? constLabels : without(constLabels, Object.keys(info));
  return { ...metric, labels: { ...added, ...metric.labels } };
}

function without(labels: Labels, names: readonly (string | undefined)[]): Labels {
  if (!names.some((name) => name !== undefined && Object.hasOwn(labels, name))) return labels;
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !names.includes(name)));
}
