import type { Exemplar } from "../../model/metric.js";
import type { MetricType } from "../../model/metric-family.js";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Returns the problem that makes the value of a custom metric invalid for its type, or `undefined`.
 *
 * @internal
 */
export function checkValue(type: MetricType, metric: object): string | undefined {
  const has = metric as Fields;
  const { timestamp } = has;
  if (timestamp !== undefined && !Number.isFinite(timestamp)) return "needs a finite number of seconds as timestamp";
  switch (type) {
    case "counter":
      if (!(typeof has["value"] === "number" && has["value"] >= 0)) return "a counter needs a value of at least 0";
      return has["exemplar"] === undefined ? undefined : checkExemplar(has["exemplar"] as Exemplar);
    case "gauge":
    case "unknown":
      return typeof has["value"] === "number" ? undefined : "needs a number as value";
    case "summary":
      return checkTotals(has) ?? checkQuantiles(has["quantiles"]);
    case "info":
      return checkInfo(has);
    case "stateset":
      return isRecord(has["states"]) && Object.keys(has["states"] as object).length > 0
        ? undefined
        : "needs states, a record of at least one boolean";
    default:
      return checkTotals(has) ?? checkBuckets(has["buckets"], has["count"] as number);
  }
}

function checkTotals({ count, sum }: Fields): string | undefined {
  if (!Number.isInteger(count) || (count as number) < 0) return "needs a whole number of at least 0 as count";
  return typeof sum === "number" ? undefined : "needs a number as sum";
}

function checkQuantiles(quantiles: unknown): string | undefined {
  if (!Array.isArray(quantiles)) return "needs a list of quantiles, which may be empty";
  const isIncreasing = (quantiles as readonly { quantile: number; value: number }[]).every(({ quantile, value }, i) => {
    const before = quantiles[i - 1]?.quantile ?? Number.NEGATIVE_INFINITY;
    return typeof value === "number" && quantile >= 0 && quantile <= 1 && before < quantile;
  });
  return isIncreasing ? undefined : "needs quantiles from 0 to 1, each once and increasing, with numbers as values";
}

function checkBuckets(buckets: unknown, count: number): string | undefined {
  const list = buckets as readonly { upperBound: number; count: number; exemplar?: Exemplar }[];
  const last = Array.isArray(list) ? list.at(-1) : undefined;
  if (last?.upperBound !== Number.POSITIVE_INFINITY) return "needs buckets, the last one with the bound Infinity";
  if (last.count !== count) return "needs as many observations in the last bucket as in count";
  const isIncreasing = list.every((bucket, i) => {
    const before = list[i - 1];
    const isWhole = Number.isInteger(bucket.count) && bucket.count >= 0;
    return isWhole && (before === undefined || (before.upperBound < bucket.upperBound && before.count <= bucket.count));
  });
  if (!isIncreasing) return "needs buckets with increasing bounds and cumulative counts";
  for (const { exemplar } of list) {
    const problem = exemplar === undefined ? undefined : checkExemplar(exemplar);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function checkInfo({ info, labels }: Fields): string | undefined {
  if (!isRecord(info)) return "needs info, a record of strings";
  const facts = Object.entries(info as object);
  if (facts.some(([name, value]) => name === "" || name.startsWith("__") || typeof value !== "string")) {
    return "needs info with valid names and strings as values";
  }
  return facts.some(([name]) => Object.hasOwn((labels as object | undefined) ?? {}, name))
    ? "has a label that is also a fact of its info"
    : undefined;
}

function checkExemplar({ labels, value, timestamp }: Exemplar): string | undefined {
  if (!isRecord(labels) || Object.values(labels).some((text) => typeof text !== "string")) {
    return "needs strings as labels of its exemplar";
  }
  return typeof value === "number" && typeof timestamp === "number"
    ? undefined
    : "needs a value and a timestamp in its exemplar";
}

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
