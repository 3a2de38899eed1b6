import type { Exemplar, NativeBuckets } from "../../model/families/metric.js";
import type { MetricType } from "../../model/families/metric-family.js";
import { inspectValue } from "../../validation/errors.js";
import { checkExemplar } from "./check-exemplar.js";
import { checkNative } from "./check-native.js";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Returns a sentence about the problem that makes the value of a custom metric invalid for its type, or `undefined`.
 *
 * @internal
 */
export function checkValue(type: MetricType, metric: object): string | undefined {
  const has = metric as Fields;
  const { timestamp } = has;
  if (timestamp !== undefined && !Number.isFinite(timestamp))
    return mustBe("timestamp", "a finite number of seconds", timestamp);
  switch (type) {
    case "counter":
      if (!(typeof has["value"] === "number" && has["value"] >= 0))
        return mustBe("value", "a number of at least 0", has["value"]);
      return has["exemplar"] === undefined ? undefined : checkExemplar("exemplar", has["exemplar"] as Exemplar);
    case "gauge":
    case "unknown":
      return typeof has["value"] === "number" ? undefined : mustBe("value", "a number", has["value"]);
    case "summary":
      return checkTotals(has) ?? checkQuantiles(has["quantiles"]);
    case "info":
      return checkInfo(has);
    case "stateset":
      return isRecord(has["states"]) && Object.keys(has["states"] as object).length > 0
        ? undefined
        : mustBe("states", "an object of at least one boolean", has["states"]);
    default:
      return checkTotals(has) ?? checkBuckets(has["buckets"], has["count"] as number) ?? checkNativePart(has);
  }
}

function checkTotals({ count, sum }: Fields): string | undefined {
  if (!Number.isInteger(count) || (count as number) < 0) return mustBe("count", "a whole number of at least 0", count);
  return typeof sum === "number" ? undefined : mustBe("sum", "a number", sum);
}

function checkQuantiles(quantiles: unknown): string | undefined {
  if (!Array.isArray(quantiles)) return mustBe("quantiles", "a list", quantiles);
  const isIncreasing = (quantiles as readonly { quantile: number; value: number }[]).every(({ quantile, value }, i) => {
    const before = quantiles[i - 1]?.quantile ?? Number.NEGATIVE_INFINITY;
    return typeof value === "number" && quantile >= 0 && quantile <= 1 && before < quantile;
  });
  return isIncreasing
    ? undefined
    : mustBe("quantiles", "a list of numbers for increasing quantiles from 0 to 1", quantiles);
}

function checkBuckets(buckets: unknown, count: number): string | undefined {
  const list = buckets as readonly { upperBound: number; count: number; exemplar?: Exemplar }[];
  if (!Array.isArray(list)) return mustBe("buckets", "a list", buckets);
  const last = list.at(-1);
  if (last?.upperBound !== Number.POSITIVE_INFINITY)
    return mustBe("the last upper bound of buckets", "Infinity", last?.upperBound);
  if (last.count !== count) return mustBe("count", `that of the last bucket, which is ${last.count}`, count);
  const isIncreasing = list.every((bucket, i) => {
    const before = list[i - 1];
    const isWhole = Number.isInteger(bucket.count) && bucket.count >= 0;
    return isWhole && (before === undefined || (before.upperBound < bucket.upperBound && before.count <= bucket.count));
  });
  if (!isIncreasing) return "buckets must have increasing upper bounds and cumulative counts.";
  for (const { exemplar } of list) {
    const problem = exemplar === undefined ? undefined : checkExemplar("exemplar", exemplar);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function checkNativePart({ native, count }: Fields): string | undefined {
  return native === undefined ? undefined : checkNative(native as NativeBuckets, count as number);
}

function checkInfo({ info, labels }: Fields): string | undefined {
  if (!isRecord(info)) return mustBe("info", "an object of strings", info);
  const facts = Object.entries(info as object);
  if (facts.some(([name, value]) => name === "" || name.startsWith("__") || typeof value !== "string")) {
    return mustBe("info", "an object of strings under names that are not empty or reserved", info);
  }
  return facts.some(([name]) => Object.hasOwn((labels as object | undefined) ?? {}, name))
    ? "info must not repeat a label of its series."
    : undefined;
}

function mustBe(field: string, rule: string, value: unknown): string {
  return `${field} must be ${rule}, but was ${inspectValue(value)}.`;
}

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
