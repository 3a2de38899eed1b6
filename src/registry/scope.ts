import type { Gathered, GatherOptions } from "../model/collector.js";
import type { LivePart } from "../model/live.js";
import type { Labels, MetricBase, MetricFamily } from "../model/metric-family.js";
import { isLegacyLabelName, isLegacyMetricName } from "../model/names.js";

/** What is put on all families of a registry. */
export interface Scope {
  /** Before every name. */
  readonly prefix?: string;
  /** Before the labels of every series. */
  readonly constLabels?: Labels;
}

/**
 * Checks a prefix and constant labels.
 *
 * @throws TypeError or RangeError
 * @internal
 */
export function checkScope(scope: Scope): void {
  const { prefix, constLabels, ...rest } = scope;
  const unknown = Object.keys(rest)[0];
  if (unknown !== undefined)
    throw new TypeError(`A registry: unknown option "${unknown}"; it takes prefix and constLabels.`);
  if (prefix !== undefined && (typeof prefix !== "string" || !isLegacyMetricName(prefix))) {
    throw new RangeError(
      `A registry: prefix must be letters, digits, "_" and ":", not starting with a digit, but was "${prefix}".`,
    );
  }
  for (const [name, value] of Object.entries(constLabels ?? {})) {
    if (!isLegacyLabelName(name) || name.startsWith("__") || name === "le" || name === "quantile") {
      throw new RangeError(
        `A registry: "${name}" cannot be a constant label; use letters, digits and "_", no reserved name.`,
      );
    }
    if (typeof value !== "string") throw new TypeError(`A registry: constLabels.${name} must be a string.`);
  }
}

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
  const families = gathered.map((family) => scopedFamily(family, prefix, constLabels));
  return Object.defineProperty(families, Symbol.dispose, {
    value: () => gathered[Symbol.dispose](),
  }) as readonly MetricFamily[] as Gathered;
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
  return {
    ...part,
    constLabels: { ...constLabels, ...part.constLabels },
    read: (page, slot) => scopedMetric(part.read(page, slot), constLabels),
  };
}

function scopedMetric<M extends MetricBase>(metric: M, constLabels: Labels): M {
  return { ...metric, labels: { ...constLabels, ...metric.labels } };
}
