import { EXEMPLAR_LIMIT, exemplarLength } from "../../../model/families/exemplar-length.js";
import type { Exemplar } from "../../../model/families/metric.js";
import type { MetricType } from "../../../model/families/metric-family.js";
import { bucketSuffix, createdSuffix, metricTypes, totalSuffix } from "../../../model/families/metric-types.js";
import type { Sample } from "./sample.js";

/**
 * Checks a sample against the rules of OpenMetrics 1.0 for its value, its labels and its exemplar.
 *
 * @param type - the family's type
 * @param sample - the sample to check
 */
export function checkSample(type: MetricType, sample: Sample): void {
  checkValue(type, sample);
  checkReservedLabels(type, sample);
  if (sample.exemplar !== undefined) checkExemplar(type, sample, sample.exemplar);
}

function checkValue(type: MetricType, { suffix, value, line }: Sample): void {
  const fail = (rule: string) => line.fail(rule, 0);
  const { openMetricsTotals: totals } = metricTypes[type];
  const isWhole = suffix === bucketSuffix || suffix === totals.count;
  const isSum = suffix === totals.sum;
  const mayShrink = type === "gaugehistogram";
  if ((isWhole || suffix === totalSuffix || (isSum && !mayShrink)) && !(value >= 0))
    fail(`the ${suffix} of a ${type} must not be negative or NaN`);
  if (isWhole && !Number.isInteger(value)) fail(`the ${suffix} of a ${type} must be a whole number`);
  if (isSum && Number.isNaN(value)) fail(`the ${suffix} of a ${type} must not be NaN`);
  if (suffix === createdSuffix && !Number.isFinite(value)) fail("a _created sample must be a time in seconds");
  if (type === "info" && value !== 1) fail("the value of an info must be 1");
  if (type === "stateset" && value !== 0 && value !== 1) fail("the value of a state must be 0 or 1");
  if (type === "summary" && suffix === "" && value < 0) fail("the value of a quantile must not be negative");
}

function checkReservedLabels(type: MetricType, { labels, line }: Sample): void {
  const { addedLabel } = metricTypes[type];
  if (addedLabel === undefined || !labels.has(addedLabel)) return;
  line.fail(
    `only the ${addedLabel === "le" ? "buckets" : "quantiles"} of a ${type} may have a label "${addedLabel}"`,
    0,
  );
}

function checkExemplar(type: MetricType, { suffix, line }: Sample, { labels }: Exemplar): void {
  const at = line.text.lastIndexOf(" # ");
  if (suffix !== bucketSuffix && suffix !== totalSuffix) {
    const hasExemplars = metricTypes[type].openMetricsSuffixes.some((each) =>
      [bucketSuffix, totalSuffix].includes(each),
    );
    line.fail(`${hasExemplars ? `the ${suffix} of a` : "a"} ${type} must not have an exemplar`, at);
  }
  const length = exemplarLength(labels);
  if (length > EXEMPLAR_LIMIT) {
    line.fail(
      `the label names and values of an exemplar must have at most ${EXEMPLAR_LIMIT} code points, not ${length}`,
      at,
    );
  }
}
