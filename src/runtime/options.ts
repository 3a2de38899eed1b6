import type { Labels } from "../model/families/metric.js";
import { throwInvalidOption } from "../validation/errors.js";
import { anyValue, checkOptions, type OptionCheck, type OptionRules } from "../validation/options.js";
import { scopeRules } from "../validation/scope.js";
import { RuntimeCollector } from "./runtime-collector.js";
import type { RuntimeMetric } from "./source.js";
import { type RuntimeSourceName, sources } from "./sources.js";

/** Options for {@link collectRuntimeMetrics}. */
export interface RuntimeOptions {
  /**
   * The metrics to exclude, by name without the prefix, or by source (`gc`, `heapSpaces`, …). A source whose metrics
   * are all excluded is not started.
   */
  readonly exclude?: readonly (RuntimeSourceName | (string & {}))[] | undefined;
  /** A prefix for all names, for example `app_`. */
  readonly prefix?: string | undefined;
  /** Labels that all series have. */
  readonly constLabels?: Labels | undefined;
  /**
   * Whether to add `nodejs_active_handles_total`, `nodejs_active_requests_total` and `nodejs_active_resources_total`,
   * for dashboards for prom-client (default false). These gauges break the naming rules; the same gauges with valid
   * names end in `_all_types`.
   */
  readonly legacyNames?: boolean | undefined;
}

const exclude: OptionCheck = (subject, option, value) => {
  if (typeof (value as Partial<Iterable<unknown>> | null)?.[Symbol.iterator] !== "function")
    throwInvalidOption(subject, option, value, "must be a list of names", "other");
  const metrics = Object.values(sources).flatMap((source) => Object.keys(source.metrics));
  const known = new Set([...Object.keys(sources), ...metrics]);
  for (const name of value as Iterable<unknown>) {
    if (known.has(name as string)) continue;
    const remedy = `The sources are ${Object.keys(sources).join(", ")}.`;
    throwInvalidOption(subject, option, name, "must name runtime metrics or their sources", "other", remedy);
  }
};

const rules: OptionRules<keyof RuntimeOptions> = {
  exclude,
  prefix: (subject, option, value) => {
    if (value !== "") scopeRules.prefix(subject, option, value);
  },
  constLabels: scopeRules.constLabels,
  legacyNames: anyValue,
};

/**
 * Opens the sources that the options do not exclude.
 *
 * @throws {TypeError | RangeError} if an option is invalid
 * @internal
 */
export function openCollectors(options: RuntimeOptions): RuntimeCollector[] {
  checkOptions("collectRuntimeMetrics", options, rules);
  const { exclude = [], prefix = "", constLabels = {}, legacyNames = false } = options;
  const excluded = new Set<string>(exclude);
  const collectors: RuntimeCollector[] = [];
  for (const [sourceName, source] of Object.entries(sources)) {
    if (excluded.has(sourceName)) continue;
    const chosen = Object.entries<RuntimeMetric>(source.metrics).filter(
      ([name, metric]) => !excluded.has(name) && (legacyNames || metric.legacy !== true),
    );
    if (chosen.length > 0) collectors.push(new RuntimeCollector(source, chosen, prefix, constLabels));
  }
  return collectors;
}
