import type { Labels } from "../model/metric.js";
import { throwInvalidOption } from "../validation/errors.js";
import { anyValue, checkOptions, type OptionCheck, type OptionRules } from "../validation/options.js";
import { scopeRules } from "../validation/scope.js";
import { RuntimeCollector } from "./runtime-collector.js";
import type { RuntimeMetric } from "./source.js";
import { type RuntimeSourceName, sources } from "./sources.js";

/** What of the runtime is shown, and how. */
export interface RuntimeOptions {
  /**
   * What is left out: metrics by their names without the prefix, or whole sources (`gc`, `heapSpaces`, …). A source of
   * which nothing is left is not even started.
   */
  readonly exclude?: readonly (RuntimeSourceName | (string & {}))[] | undefined;
  /** Put before each name, for example `app_`. */
  readonly prefix?: string | undefined;
  /** Labels with fixed values for every series. */
  readonly constLabels?: Labels | undefined;
  /**
   * Also shows `nodejs_active_handles_total`, `nodejs_active_requests_total` and `nodejs_active_resources_total`: gauges whose
   * names break the naming rules, for dashboards that were made for prom-client. Their lawful names end in `_all_types`.
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
