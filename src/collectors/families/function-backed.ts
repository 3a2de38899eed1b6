import { reportOnce } from "../../globals/error-listener.js";
import type { Definition } from "../../metadata/definition.js";
import { withCode } from "../../model/errors/coded-error.js";
import type { MetricBase } from "../../model/families/metric.js";
import type { LabelSchema, LabelValues } from "../../model/labels.js";
import { inspectValue } from "../../validation/errors.js";
import type { LiveOptions } from "../creation/registration.js";
import { labelsOfTexts, readLabelValues } from "../storage/label-values.js";

/** One value that a {@link CollectCallback} returns. */
export interface CollectedValue<L extends LabelSchema = LabelSchema, Value = number> {
  /** One value for each label name. Not needed without labels. */
  readonly labels?: LabelValues<L> | undefined;
  /** The current value. */
  readonly value: Value;
}

/**
 * The result of a {@link CollectCallback}: a value, or a list of values with labels, which may be empty. `undefined`
 * also shows nothing. It is reported once, since it may be due to a missing `return`.
 */
export type Collected<L extends LabelSchema = LabelSchema, Value = number> =
  | Value
  | readonly CollectedValue<L, Value>[]
  | undefined;

/**
 * A function that returns the values of a collector at each scrape. It must not use other registered collectors. If it
 * throws, rejects or exceeds the deadline, the collector is left out of that scrape.
 */
export type CollectCallback<L extends LabelSchema = LabelSchema, Value = number> = () =>
  | Collected<L, Value>
  | Promise<Collected<L, Value>>;

/**
 * Options that counters, gauges, histograms and summaries have in addition to those of all collectors.
 *
 * @typeParam Value - the value of a series: a number, a `HistogramValue` or a {@link CollectedSummary}
 */
export interface FunctionBackedOptions<L extends LabelSchema = LabelSchema, Value = number> extends LiveOptions {
  /**
   * Returns the current values at each scrape. A collector with this option has no other values: its update methods
   * throw.
   */
  readonly collect?: CollectCallback<L, Value> | undefined;
}

/**
 * The form of the values that the callbacks of a kind of collector return.
 *
 * @internal
 */
export interface CollectedForm {
  /** The form in words, for errors. */
  readonly words: string;
  /** Returns the properties that a metric has in addition to its labels, or `undefined` if the form is another. */
  read(metric: string, value: unknown): object | undefined;
}

/** The form of the values of counters and gauges. @internal */
export const numberForm: CollectedForm = {
  words: "a number",
  read: (_, value) => (typeof value === "number" ? { value } : undefined),
};

/**
 * Converts the result of a callback to metrics. Reports the result `undefined` once.
 *
 * @throws {TypeError} if the result has another form, or its labels are not those declared
 * @internal
 */
export function collectedMetrics(definition: Definition, form: CollectedForm, result: unknown): MetricBase[] {
  const { name } = definition;
  if (result === undefined) {
    const error = withCode(
      "NARTHEX_NOTHING_COLLECTED",
      new TypeError(
        `${name}: collect returned undefined, so nothing is shown. Return ${form.words} or a list of { labels, value }, or [] if there are no values.`,
      ),
    );
    reportOnce(definition, error, { source: name });
    return [];
  }
  const isList = Array.isArray(result);
  const values = isList ? (result as readonly CollectedValue<LabelSchema, unknown>[]) : [{ value: result }];
  return values.map((one) => {
    const fields = form.read(name, one?.value);
    if (fields === undefined) {
      throw withCode(
        "NARTHEX_INVALID_COLLECTED_VALUE",
        new TypeError(
          `${name}: collect must return ${form.words} ${isList ? "as value" : "or a list of { labels, value }"}, but returned ${inspectValue(one?.value)}.`,
        ),
      );
    }
    const texts = readLabelValues(definition, one.labels ?? {});
    return { labels: { ...definition.constLabels, ...labelsOfTexts(definition, texts) }, ...fields };
  });
}

/**
 * Throws the error for an update of a collector with a callback.
 *
 * @throws {TypeError} always
 * @internal
 */
export function rejectUpdate(metric: string): never {
  throw withCode(
    "NARTHEX_READ_ONLY_METRIC",
    new TypeError(
      `${metric}: the metric cannot be updated, because its values come from its collect function. Return them from collect instead.`,
    ),
  );
}
