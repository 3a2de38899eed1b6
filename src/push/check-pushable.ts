import type { CollectorSeries } from "../model/collector-series.js";
import { escapeLabelName } from "../model/escaping-schemes.js";
import type { InfoMetric } from "../model/metric.js";
import type { MetricFamily } from "../model/metric-family.js";
import { syntheticLabel } from "../model/metric-types.js";

/**
 * Refuses what a gateway refuses or would silently overwrite, before anything is sent.
 *
 * @param families - what is to be pushed
 * @param groupingLabels - the labels of the group
 * @throws TypeError that names the metric and the label
 * @internal
 */
export function checkPushable(families: readonly MetricFamily[], groupingLabels: ReadonlySet<string>): void {
  for (const family of families) {
    const added = syntheticLabel(family.name, family.type);
    if (added !== undefined) checkLabel(family.name, added, groupingLabels);
    if (family.live === undefined) checkMetrics(family, groupingLabels);
    else for (const part of family.live) checkPart(family.name, part, groupingLabels);
  }
}

function checkPart(
  name: string,
  { constLabels, labelNames }: CollectorSeries,
  groupingLabels: ReadonlySet<string>,
): void {
  for (const label of [...Object.keys(constLabels), ...labelNames]) checkLabel(name, label, groupingLabels);
}

function checkMetrics({ name, metrics }: MetricFamily, groupingLabels: ReadonlySet<string>): void {
  for (const metric of metrics) {
    for (const [label, value] of Object.entries({ ...metric.labels, ...(metric as Partial<InfoMetric>).info })) {
      if (value !== "") checkLabel(name, label, groupingLabels);
    }
    if (metric.timestamp !== undefined) {
      throw new TypeError(
        `${name}: carries a timestamp, which a gateway does not take; nothing was pushed. Leave it out.`,
      );
    }
  }
}

/** Names outside of the legacy character set are pushed with underscores in place of what is outside. */
function checkLabel(name: string, label: string, groupingLabels: ReadonlySet<string>): void {
  if (!groupingLabels.has(escapeLabelName(label, "underscores"))) return;
  throw new TypeError(
    `${name}: carries the label "${label}", which names the group and would be overwritten; nothing was pushed. Rename the label, or take it out of the grouping key.`,
  );
}
