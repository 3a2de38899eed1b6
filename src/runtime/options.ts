import type { Labels } from "../model/metric.js";
import { checkOptionNames } from "../validation/option-names.js";
import { checkScope } from "../validation/scope.js";
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

/**
 * Opens the sources that the options leave in.
 *
 * @throws TypeError or RangeError when an option is unknown, names nothing that there is, or is not lawful
 * @internal
 */
export function openCollectors(options: RuntimeOptions): RuntimeCollector[] {
  checkOptionNames("collectRuntimeMetrics", options, ["exclude", "prefix", "constLabels", "legacyNames"]);
  const { exclude = [], prefix = "", constLabels = {}, legacyNames = false } = options;
  checkScope("collectRuntimeMetrics", { ...(prefix !== "" && { prefix }), constLabels });
  checkExclude(exclude);
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

function checkExclude(exclude: readonly string[]): void {
  const known = new Set([
    ...Object.keys(sources),
    ...Object.values(sources).flatMap(({ metrics }) => Object.keys(metrics)),
  ]);
  for (const name of exclude) {
    if (!known.has(name)) {
      throw new TypeError(
        `runtime metrics: "${name}" cannot be excluded, there is no such metric or source; the sources are ${Object.keys(sources).join(", ")}`,
      );
    }
  }
}
