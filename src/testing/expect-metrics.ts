import { AssertionError } from "node:assert";
import type { Gatherer } from "../model/collector.js";
import { requireGatherer } from "../validation/gatherer.js";
import { gatherSamples } from "./gather-samples.js";
import { formatSample, type Sample } from "./samples.js";
import { canonicalLabels, isSameSeries, type LabelQuery } from "./series.js";

/** What can be demanded of a registry's metrics. */
export interface MetricsExpectation {
  /**
   * Demands a sample.
   *
   * @param name - the sample's name: a counter's with `_total`, a histogram's with `_bucket`, `_sum` or `_count`
   * @param labels - all its labels; when left out, any series of that name will do
   * @param value - its value; when left out, any will do
   * @throws AssertionError that shows what is there instead
   */
  toHave(name: string, labels?: LabelQuery, value?: number): Promise<void>;
  /**
   * Demands that there is no such sample.
   *
   * @param name - the sample's name
   * @param labels - all its labels; when left out, no series of that name may be there
   * @throws AssertionError that shows the samples that are there
   */
  toNotHave(name: string, labels?: LabelQuery): Promise<void>;
}

/**
 * Assertions about what a registry would show to a scrape. They throw `AssertionError` of `node:assert`, which every test
 * runner understands.
 *
 * @param gatherer - a registry
 * @throws TypeError when it cannot be gathered
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
      const wanted = describe(name, labels, value);
      throw failure("toHave", `expected the sample ${wanted}`, wanted, samples, name);
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

/** Zero and minus zero are one value here, and NaN is NaN. */
function isSameValue(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

function describe(name: string, labels: LabelQuery = {}, value?: number): string {
  return formatSample({ name, labels: canonicalLabels(labels), ...(value !== undefined && { value }) });
}

function failure(
  operator: string,
  demand: string,
  expected: string | undefined,
  samples: readonly Sample[],
  name: string,
): AssertionError {
  const sameName = samples.filter((sample) => sample.name === name).map(formatSample);
  const shown = sameName.length > 0 ? sameName : [...new Set(samples.map((sample) => sample.name))];
  let found = `of that name there ${sameName.length === 1 ? "is" : "are"}`;
  if (sameName.length === 0) found = "no sample has that name, only these";
  if (samples.length === 0) found = "there are no samples at all";
  const message = [`${demand}; ${found}`, ...shown.map((line) => `  ${line}`)].join("\n");
  return new AssertionError({ message, actual: shown.join("\n"), expected, operator });
}
