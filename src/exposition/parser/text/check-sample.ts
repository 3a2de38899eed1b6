import { EXEMPLAR_LIMIT, exemplarLength } from "../../../model/exemplar-length.js";
import type { Exemplar } from "../../../model/metric.js";
import type { MetricType } from "../../../model/metric-family.js";
import { bucketSuffix, createdSuffix, metricTypes, totalSuffix } from "../../../model/metric-types.js";
import type { Sample } from "./sample.js";

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
  const { openMetricsTotals: totals } = metricTypes[type];
  const isWhole = suffix === bucketSuffix || suffix === totals.count;
  const isSum = suffix === totals.sum;
  const mayShrink = type === "gaugehistogram";
  if ((isWhole || suffix === totalSuffix || (isSum && !mayShrink)) && !(value >= 0))
    refuse(`a ${type}'s ${suffix} is not negative and not NaN`);
  if (isWhole && !Number.isInteger(value)) refuse(`a ${type}'s ${suffix} is a whole number`);
  if (isSum && mayShrink && Number.isNaN(value)) refuse(`a ${type}'s ${suffix} is not NaN`);
  if (suffix === createdSuffix && !Number.isFinite(value)) refuse("a _created sample is a time in seconds");
  if (type === "info" && value !== 1) refuse("an info's value is 1");
  if (type === "stateset" && value !== 0 && value !== 1) refuse("a state's value is 0 or 1");
  if (type === "summary" && suffix === "" && value < 0) refuse("a summary's quantile has no negative value");
}

function checkReservedLabels(type: MetricType, { labels, line }: Sample): void {
  const { addedLabel } = metricTypes[type];
  if (addedLabel === undefined || !labels.has(addedLabel)) return;
  line.fail(`of a ${type} only ${addedLabel === "le" ? "buckets" : "quantiles"} have a label "${addedLabel}"`, 0);
}

function checkExemplar(type: MetricType, { suffix, line }: Sample, { labels }: Exemplar): void {
  const at = line.text.lastIndexOf(" # ");
  if (suffix !== bucketSuffix && suffix !== totalSuffix) {
    const hasExemplars = metricTypes[type].openMetricsSuffixes.some((each) =>
      [bucketSuffix, totalSuffix].includes(each),
    );
    line.fail(`no ${type} has exemplars${hasExemplars ? ` at ${suffix}` : ""}`, at);
  }
  const length = exemplarLength(labels);
  if (length > EXEMPLAR_LIMIT) {
    line.fail(`an exemplar's label names and values have at most ${EXEMPLAR_LIMIT} code points, not ${length}`, at);
  }
}
