import type { Exemplar } from "../../../model/metric.js";
import type { MetricType } from "../../../model/metric-family.js";
import type { Sample } from "./sample.js";

const counts = ["_total", "_bucket", "_count", "_gcount"];
const wholeCounts = ["_bucket", "_count", "_gcount"];

/** How many code points the names and values of an exemplar's labels may have together. */
const exemplarLimit = 128;

/**
 * The rules of OpenMetrics 1.0 that one sample can break by itself: its value, its labels and its exemplar.
 *
 * @param type - the family's type
 * @param sample - what to check
 */
export function checkSample(type: MetricType, sample: Sample): void {
  checkValue(type, sample);
  checkReservedLabels(type, sample);
  if (sample.exemplar !== undefined) checkExemplar(type, sample, sample.exemplar);
}

function checkValue(type: MetricType, { suffix, value, line }: Sample): void {
  const refuse = (rule: string) => line.fail(rule, 0);
  if ([...counts, "_sum"].includes(suffix) && !(value >= 0))
    refuse(`a ${type}'s ${suffix} is not negative and not NaN`);
  if (wholeCounts.includes(suffix) && !Number.isInteger(value)) refuse(`a ${type}'s ${suffix} is a whole number`);
  if (suffix === "_gsum" && Number.isNaN(value)) refuse(`a ${type}'s ${suffix} is not NaN`);
  if (suffix === "_created" && !Number.isFinite(value)) refuse("a _created sample is a time in seconds");
  if (type === "info" && value !== 1) refuse("an info's value is 1");
  if (type === "stateset" && value !== 0 && value !== 1) refuse("a state's value is 0 or 1");
  if (type === "summary" && suffix === "" && value < 0) refuse("a summary's quantile has no negative value");
}

function checkReservedLabels(type: MetricType, { labels, line }: Sample): void {
  if (type.endsWith("histogram") && labels.has("le")) line.fail(`of a ${type} only buckets have a label "le"`, 0);
  if (type === "summary" && labels.has("quantile")) line.fail('of a summary only quantiles have a label "quantile"', 0);
}

function checkExemplar(type: MetricType, { suffix, line }: Sample, { labels }: Exemplar): void {
  const at = line.text.lastIndexOf(" # ");
  if (suffix !== "_bucket" && suffix !== "_total") {
    line.fail(`no ${type} has exemplars${type.endsWith("histogram") || type === "counter" ? ` at ${suffix}` : ""}`, at);
  }
  const length = Object.entries(labels).reduce((sum, [name, value]) => sum + [...name].length + [...value].length, 0);
  if (length > exemplarLimit) {
    line.fail(`an exemplar's label names and values have at most ${exemplarLimit} code points, not ${length}`, at);
  }
}
