/**
 * Helpers for tests of instrumented code, for any test runner.
 *
 * @example
 * ```ts
 * await expectMetrics(registry).toHave("checkout_failures_total", { tier: "gold" }, 1);
 * expect(await lint(registry)).toEqual([]);
 * ```
 *
 * @packageDocumentation
 */
export { compare } from "./compare.js";
export { expectMetrics, type MetricsExpectation } from "./expect-metrics.js";
export { type FakeClock, fakeClock } from "./fake-clock.js";
export { type LintProblem, lint } from "./lint.js";
export { sampleValue } from "./sample-value.js";
export { type Sample, samplesOf } from "./samples.js";
export type { LabelQuery } from "./series.js";
