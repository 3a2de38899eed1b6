import type { LivePart } from "../model/live.js";
import type { MetricFamily } from "../model/metric-family.js";

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
    if (family.live === undefined) checkMetrics(family, groupingLabels);
    else for (const part of family.live) checkPart(family.name, part, groupingLabels);
  }
}

function checkPart(name: string, { constLabels, labelNames }: LivePart, groupingLabels: ReadonlySet<string>): void {
  for (const label of [...Object.keys(constLabels), ...labelNames]) {
    if (groupingLabels.has(label)) refuseLabel(name, label);
  }
}

function checkMetrics({ name, metrics }: MetricFamily, groupingLabels: ReadonlySet<string>): void {
  for (const { labels, timestamp } of metrics) {
    for (const [label, value] of Object.entries(labels)) {
      if (value !== "" && groupingLabels.has(label)) refuseLabel(name, label);
    }
    if (timestamp !== undefined) {
      throw new TypeError(
        `${name}: carries a timestamp, which a gateway does not take; nothing was pushed. Leave it out.`,
      );
    }
  }
}

function refuseLabel(name: string, label: string): never {
  throw new TypeError(
    `${name}: carries the label "${label}", which names the group and would be overwritten; nothing was pushed. Rename the label, or take it out of the grouping key.`,
  );
}
