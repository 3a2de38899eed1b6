import { reportOnce } from "../globals/error-listener.js";
import type { Definition } from "../metadata/definition.js";
import type { LabelSchema, LabelValues } from "../model/labels.js";
import type { GaugeMetric } from "../model/metric.js";
import { inspectValue } from "../validation/errors.js";
import type { LiveOptions } from "./registration.js";
import { readLabelValues } from "./storage/label-values.js";

/** One value of a function-backed collector with labels. */
export interface CollectedValue<L extends LabelSchema = LabelSchema> {
  /** One value for each label name; not needed where there are no labels. */
  readonly labels?: LabelValues<L> | undefined;
  /** The value as of now. */
  readonly value: number;
}

/**
 * What a function-backed collector may answer: a number, or values with labels, which may be none. `undefined` shows nothing,
 * too, and is reported once, since a forgotten `return` gives the same.
 */
export type Collected<L extends LabelSchema = LabelSchema> = number | readonly CollectedValue<L>[] | undefined;

/**
 * Gives the values of a collector at each scrape. It must not touch live collectors. When it throws, rejects or is late, the
 * collector is left out of that scrape.
 */
export type CollectCallback<L extends LabelSchema = LabelSchema> = () => Collected<L> | Promise<Collected<L>>;

/** Options that counters and gauges add to those of every live collector. */
export interface FunctionBackedOptions<L extends LabelSchema = LabelSchema> extends LiveOptions {
  /** Called at each scrape for the current values. The collector has no other values then, and its update methods throw. */
  readonly collect?: CollectCallback<L> | undefined;
}

/**
 * Turns an answer into metrics. None at all is reported.
 *
 * @throws TypeError when the answer is of another form, or its labels are not the declared ones
 * @internal
 */
export function collectedMetrics(definition: Definition, answer: Collected): GaugeMetric[] {
  if (answer === undefined) {
    const { name } = definition;
    const error = new TypeError(
      `${name}: collect gave undefined, so nothing is shown; return a number or a list of { labels, value }, or [] where no value is known.`,
    );
    reportOnce(definition, error, { source: name, cause: "empty" });
    return [];
  }
  const values = typeof answer === "number" ? [{ value: answer }] : answer;
  if (!Array.isArray(values)) {
    throw new TypeError(
      `${definition.name}: collect must return a number or a list of { labels, value }, but gave ${inspectValue(answer)}.`,
    );
  }
  return values.map((one: CollectedValue) => {
    if (typeof one?.value !== "number") {
      throw new TypeError(
        `${definition.name}: collect must give a number as value, but gave ${inspectValue(one?.value)}.`,
      );
    }
    const texts = readLabelValues(definition, one.labels ?? {});
    const own = definition.names.map((name, i) => [name, texts[i] as string]);
    return { labels: { ...definition.constLabels, ...Object.fromEntries(own) }, value: one.value };
  });
}
