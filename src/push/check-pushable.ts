import { withCode } from "../model/errors/coded-error.js";
import type { CollectorSeries } from "../model/families/collector-series.js";
import { escapeLabelName } from "../model/families/escaping-schemes.js";
import { liveSeriesOf } from "../model/families/live-metrics.js";
import type { InfoMetric } from "../model/families/metric.js";
import type { MetricFamily } from "../model/families/metric-family.js";
import { syntheticLabel } from "../model/families/metric-types.js";

/**
 * Checks that a gateway accepts the families and does not silently overwrite any of their labels.
 *
 * @param families - the families to push
 * @param groupingLabels - the labels of the group
 * @throws {TypeError} if a metric has a timestamp or a label of the group
 * @internal
 */
export function checkPushable(families: readonly MetricFamily[], groupingLabels: ReadonlySet<string>): void {
  for (const family of families) {
    const added = syntheticLabel(family.name, family.type);
    if (added !== undefined) checkLabel(family.name, added, groupingLabels);
    const live = liveSeriesOf(family);
    if (live === undefined) checkMetrics(family, groupingLabels);
    else for (const series of live) checkSeries(family.name, series, groupingLabels);
  }
}

function checkSeries(name: string, { layout }: CollectorSeries, groupingLabels: ReadonlySet<string>): void {
  for (const label of [...Object.keys(layout.constLabels), ...layout.labelNames])
    checkLabel(name, label, groupingLabels);
}

function checkMetrics({ name, metrics }: MetricFamily, groupingLabels: ReadonlySet<string>): void {
  for (const metric of metrics) {
    for (const [label, value] of Object.entries({ ...metric.labels, ...(metric as Partial<InfoMetric>).info })) {
      if (value !== "") checkLabel(name, label, groupingLabels);
    }
    if (metric.timestamp !== undefined) {
      throw withCode(
        "NARTHEX_TIMESTAMP_NOT_ALLOWED",
        new TypeError(`${name}: has a timestamp, which a gateway rejects. Nothing was pushed. Remove the timestamp.`),
      );
    }
  }
}

/** Compares escaped names, because other characters than those of legacy names are pushed as underscores. */
function checkLabel(name: string, label: string, groupingLabels: ReadonlySet<string>): void {
  if (!groupingLabels.has(escapeLabelName(label, "underscores"))) return;
  throw withCode(
    "NARTHEX_GROUPING_KEY_CONFLICT",
    new TypeError(
      `${name}: has the label "${label}", which is part of the grouping key and would be overwritten. Nothing was pushed. Rename the label, or remove it from the grouping key.`,
    ),
  );
}
