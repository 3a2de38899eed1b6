import { SERIES_PER_STEP } from "../../globals/scrape-slice.js";
import { isExemplarShort } from "../../model/families/exemplar-length.js";
import type { CounterMetric, Exemplar, HistogramMetric, MetricBase } from "../../model/families/metric.js";
import { inspectValue } from "../../validation/errors.js";

/**
 * Returns a sentence about the problem that makes an exemplar invalid, or `undefined`. The timestamp may be omitted,
 * except in the list of a native histogram.
 *
 * @internal
 */
export function checkExemplar(field: string, exemplar: Exemplar, needsTimestamp = false): string | undefined {
  const { labels, value, timestamp } = exemplar ?? {};
  if (!isRecord(labels) || Object.values(labels).some((text) => typeof text !== "string"))
    return `${field}.labels must be an object of strings, but was ${inspectValue(labels)}.`;
  if (typeof value !== "number") return `${field}.value must be a number, but was ${inspectValue(value)}.`;
  if (Number.isFinite(timestamp) || (timestamp === undefined && !needsTimestamp)) return undefined;
  const rule = needsTimestamp ? "in a native histogram" : "or be omitted";
  return `${field}.timestamp must be a finite number of seconds ${rule}, but was ${inspectValue(timestamp)}.`;
}

/**
 * Returns the number of exemplars in valid metrics that are too long to be written, in steps between which the caller
 * can pause.
 *
 * @internal
 */
export function* countLongExemplars(metrics: Iterable<MetricBase>): Generator<void, number> {
  let count = 0;
  let steps = 0;
  for (const metric of metrics) {
    for (const exemplar of exemplarsOf(metric)) if (!isExemplarShort(exemplar.labels)) count++;
    if (++steps % SERIES_PER_STEP === 0) yield;
  }
  return count;
}

function exemplarsOf(metric: MetricBase): readonly Exemplar[] {
  const { exemplar, buckets, native } = metric as Partial<CounterMetric & HistogramMetric>;
  if (buckets === undefined) return exemplar === undefined ? [] : [exemplar];
  const classic = buckets.flatMap((bucket) => bucket.exemplar ?? []);
  return native === undefined ? classic : [...classic, ...native.exemplars];
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
