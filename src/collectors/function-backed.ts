import { reportOnce } from "../globals/error-listener.js";
import type { Definition } from "../metadata/definition.js";
import type { GaugeMetric } from "../model/families/metric.js";
import type { LabelSchema, LabelValues } from "../model/labels.js";
import { inspectValue } from "../validation/errors.js";
import type { LiveOptions } from "./registration.js";
import { readLabelValues } from "./storage/label-values.js";

/** One value that a {@link CollectCallback} returns. */
export interface CollectedValue<L extends LabelSchema = LabelSchema> {
  /** One value for each label name. Not needed without labels. */
  readonly labels?: LabelValues<L> | undefined;
  /** The current value. */
  readonly value: number;
}

/**
 * The result of a {@link CollectCallback}: a number, or a list of values with labels, which may be empty. `undefined`
 * also shows nothing. It is reported once, since it may be due to a missing `return`.
 */
export type Collected<L extends LabelSchema = LabelSchema> = number | readonly CollectedValue<L>[] | undefined;

/**
 * A function that returns the values of a collector at each scrape. It must not use other collectors. If it throws,
 * rejects or exceeds the deadline, the collector is left out of that scrape.
 */
export type CollectCallback<L extends LabelSchema = LabelSchema> = () => Collected<L> | Promise<Collected<L>>;

/** Options that counters and gauges have in addition to those of all collectors. */
export interface FunctionBackedOptions<L extends LabelSchema = LabelSchema> extends LiveOptions {
  /**
   * Returns the current values at each scrape. A collector with this option has no other values: its update methods
   * throw.
   */
  readonly collect?: CollectCallback<L> | undefined;
}

/**
 * Converts the result of a callback to metrics. Reports the result `undefined` once.
 *
 * @throws {TypeError} if the result has another form, or its labels are not those declared
 * @internal
 */
export function collectedMetrics(definition: Definition, result: Collected): GaugeMetric[] {
  if (result === undefined) {
    const { name } = definition;
    const error = new TypeError(
      `${name}: collect returned undefined, so nothing is shown. Return a number or a list of { labels, value }, or [] if there are no values.`,
    );
    reportOnce(definition, error, { source: name, cause: "empty" });
    return [];
  }
  const values = typeof result === "number" ? [{ value: result }] : result;
  if (!Array.isArray(values)) {
    throw new TypeError(
      `${definition.name}: collect must return a number or a list of { labels, value }, but returned ${inspectValue(result)}.`,
    );
  }
  return values.map((one: CollectedValue) => {
    if (typeof one?.value !== "number") {
      throw new TypeError(
        `${definition.name}: collect must return a number as value, but returned ${inspectValue(one?.value)}.`,
      );
    }
    const texts = readLabelValues(definition, one.labels ?? {});
    const own = definition.names.map((name, i) => [name, texts[i] as string]);
    return { labels: { ...definition.constLabels, ...Object.fromEntries(own) }, value: one.value };
  });
}
