/**
 * Assertions about metrics, for any test runner: samples by name and labels, whole expositions, lint rules and a clock
 * that a test controls.
 *
 * @example
 * ```ts
 * import { Counter, Registry } from "narthex";
 * import { expectMetrics } from "narthex/testing";
 *
 * const registry = new Registry();
 * const failures = new Counter({ name: "failures_total", help: "Failed jobs.", registry });
 * failures.inc();
 * await expectMetrics(registry).toHave("failures_total", {}, 1);
 * ```
 *
 * @packageDocumentation
 * @module narthex/testing
 */

export { type Sample, samplesOf } from "../exposition/samples.js";
export { type CompareOptions, compare } from "./compare.js";
export { expectMetrics, type MetricsExpectation } from "./expect-metrics.js";
export { type FakeClock, fakeClock } from "./fake-clock.js";
export { type LintProblem, lint } from "./lint.js";
export { sampleValue } from "./sample-value.js";
export type { LabelQuery } from "./series.js";
