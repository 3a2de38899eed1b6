import { AssertionError } from "node:assert";
import { formatSample, type Sample } from "../exposition/samples.js";
import type { Gatherer } from "../model/collector.js";
import { requireGatherer } from "../validation/gatherer.js";
import { gatherSamples } from "./gather-samples.js";
import { canonicalLabels, isSameSeries, type LabelQuery } from "./series.js";

/** Assertions about the metrics of a registry. */
export interface MetricsExpectation {
  /**
   * Asserts that a sample exists.
   *
   * @param name - the name of the sample, with its suffix: `_total` of a counter; `_bucket`, `_sum` or `_count` of a
   * histogram
   * @param labels - all labels of the sample (default: any series of that name matches)
   * @param value - the value (default: any value matches)
   * @throws {AssertionError} if no sample matches; the message lists the samples of that name
   */
  toHave(name: string, labels?: LabelQuery, value?: number): Promise<void>;
  /**
   * Asserts that a sample does not exist.
   *
   * @param name - the name of the sample, with its suffix
   * @param labels - all labels of the sample (default: no series of that name may exist)
   * @throws {AssertionError} if a sample matches; the message lists the samples of that name
   */
  toNotHave(name: string, labels?: LabelQuery): Promise<void>;
}

/**
 * Returns assertions about the metrics that a scrape of a registry shows. They throw the `AssertionError` of
 * `node:assert`, which every test runner supports.
 *
 * @param gatherer - the registry
 * @throws {TypeError} if `gatherer` is not a registry
 * @example
 * ```ts
 * await expectMetrics(registry).toHave("checkout_failures_total", { tier: "gold" }, 1);
 * await expectMetrics(registry).toHave("checkout_duration_seconds_count");
 * await expectMetrics(registry).toNotHave("checkout_failures_total", { tier: "free" });
 * ```
 */
export function expectMetrics(gatherer: Gatherer): MetricsExpectation {
  requireGatherer("expectMetrics", gatherer);
  return {
    async toHave(name, labels, value) {
      const samples = await gatherSamples(gatherer);
      const series = select(samples, name, labels);
      if (series.some((sample) => value === undefined || isSameValue(sample.value, value))) return;
      const expected = describe(name, labels, value);
      throw failure("toHave", `expected the sample ${expected}`, expected, samples, name);
    },
    async toNotHave(name, labels) {
      const samples = await gatherSamples(gatherer);
      if (select(samples, name, labels).length === 0) return;
      const unwanted = describe(name, labels);
      throw failure("toNotHave", `expected no sample ${unwanted}`, undefined, samples, name);
    },
  };
}

function select(samples: readonly Sample[], name: string, labels: LabelQuery | undefined): Sample[] {
  return samples.filter(
    (sample) => sample.name === name && (labels === undefined || isSameSeries(sample.labels, labels)),
  );
}

/** Whether two values are equal. 0 equals -0, and NaN equals NaN. */
function isSameValue(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

function describe(name: string, labels: LabelQuery = {}, value?: number): string {
  return formatSample({ name, labels: canonicalLabels(labels), ...(value !== undefined && { value }) });
}

function failure(
  operator: string,
  expectation: string,
  expected: string | undefined,
  samples: readonly Sample[],
  name: string,
): AssertionError {
  const sameName = samples.filter((sample) => sample.name === name).map(formatSample);
  const shown = sameName.length > 0 ? sameName : [...new Set(samples.map((sample) => sample.name))];
  let found = sameName.length === 1 ? "the only sample of that name is:" : "the samples of that name are:";
  if (sameName.length === 0) found = "no sample has that name; the names are:";
  if (samples.length === 0) found = "there are no samples";
  const message = [`${expectation}; ${found}`, ...shown.map((line) => `  ${line}`)].join("\n");
  return new AssertionError({ message, actual: shown.join("\n"), expected, operator });
}
