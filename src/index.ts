/**
 * Prometheus metrics for TypeScript on Node.js. Decorators declare what is measured about a method, collectors record
 * everything else, and a registry gathers all of it for a scrape.
 *
 * @example
 * ```ts
 * import {
 *   CountExceptions, counter, defaultRegistry, histogram, renderText, Timer,
 * } from "narthex";
 *
 * const seconds = histogram({
 *   name: "checkout_duration_seconds",
 *   help: "Time to check an order out.",
 * });
 * const failures = counter({
 *   name: "checkout_failures_total",
 *   help: "Checkouts that threw.",
 * });
 *
 * class Checkout {
 *   @Timer(seconds)
 *   @CountExceptions(failures)
 *   async pay(amount: number): Promise<string> {
 *     return `paid ${amount}`;
 *   }
 * }
 *
 * await new Checkout().pay(12);
 * console.log(await renderText(defaultRegistry));
 * ```
 *
 * @packageDocumentation
 * @module narthex
 */

import "./metadata/symbols.js";
import { bindEnqueued } from "./binding/lazy-binding.js";
import type { Counter } from "./collectors/counter.js";
import { describeSpec, familyNameOf, fromSpec } from "./collectors/creation/from-spec.js";
import type { Gauge } from "./collectors/gauge.js";
import type { Histogram } from "./collectors/histogram.js";
import type { Info } from "./collectors/info.js";
import type { StateSet } from "./collectors/state-set.js";
import type { Summary } from "./collectors/summary.js";
import type { AnySpec, SchemaOf, StatesOf } from "./model/specs.js";
import { setCollectorFactory } from "./registry/collector-factory.js";
import { defaultRegistry } from "./registry/default-registry.js";
import { registerRuntimeMetrics } from "./runtime/auto-register.js";

setCollectorFactory({ familyName: familyNameOf, describe: describeSpec, create: fromSpec });
defaultRegistry.beforeGather(bindEnqueued);
registerRuntimeMetrics(defaultRegistry);

declare module "./model/collectors-by-kind.js" {
  interface CollectorsByKind<S extends AnySpec> {
    /** Of {@link counter}. */
    readonly counter: Counter<SchemaOf<S>>;
    /** Of {@link gauge}. */
    readonly gauge: Gauge<SchemaOf<S>>;
    /** Of {@link histogram}. */
    readonly histogram: Histogram<SchemaOf<S>>;
    /** Of {@link summary}. */
    readonly summary: Summary<SchemaOf<S>>;
    /** Of {@link info}. */
    readonly info: Info<SchemaOf<S>>;
    /** Of {@link stateSet}. */
    readonly stateset: StateSet<StatesOf<S>, SchemaOf<S>>;
  }
}

export { bind, bindAll } from "./binding/bind.js";
export { boundCollector } from "./binding/bound-collector.js";
export type { CollectorSource } from "./binding/collector-source.js";
export type { CounterOptions } from "./collectors/counter.js";
export { Counter } from "./collectors/counter.js";
export type { LiveOptions } from "./collectors/creation/registration.js";
export type {
  CollectCallback,
  Collected,
  CollectedValue,
  FunctionBackedOptions,
} from "./collectors/families/function-backed.js";
export type { GaugeOptions } from "./collectors/gauge.js";
export { Gauge } from "./collectors/gauge.js";
export type { HistogramOptions } from "./collectors/histogram.js";
export { Histogram } from "./collectors/histogram.js";
export { exponentialBuckets, exponentialBucketsRange, linearBuckets } from "./collectors/histograms/buckets.js";
export type { InfoFacts, InfoOptions } from "./collectors/info.js";
export { Info } from "./collectors/info.js";
export type { LabelledCollector } from "./collectors/labelled-collector.js";
export type { StateSetOptions } from "./collectors/state-set.js";
export { StateSet } from "./collectors/state-set.js";
export type { Series, SeriesLabels } from "./collectors/storage/series.js";
export type { CollectedSummary, SummaryOptions } from "./collectors/summary.js";
export { Summary } from "./collectors/summary.js";
export type { TimingCollector } from "./collectors/timing/timing-collector.js";
export type { Call, MethodCall, Outcome, Settled, ValueOf } from "./decorators/call.js";
export { ClassLabel } from "./decorators/class-label.js";
export { CountCalls } from "./decorators/count-calls.js";
export { CountExceptions } from "./decorators/count-exceptions.js";
export { Declares } from "./decorators/declares.js";
export { countCalls, countExceptions, timed, trackInProgress } from "./decorators/functions.js";
export { InProgress } from "./decorators/in-progress.js";
export type { AnyFunction } from "./decorators/instrumentation/dialect.js";
export type { ErrorClass, ErrorFilter } from "./decorators/instrumentation/error-filter.js";
export type { ClassInstrumentationDecorator, InstrumentedOptions } from "./decorators/instrumented.js";
export { Instrumented } from "./decorators/instrumented.js";
export type { Until } from "./decorators/measure/wrap-method.js";
export type { CollectorFor, CollectorKinds, CollectorWithoutLabels } from "./decorators/signatures/collector.js";
export type {
  MethodOf,
  MissingArguments,
  MissingLabels,
  NoSuchLabel,
} from "./decorators/signatures/compiler-errors.js";
export type {
  CountCallsFactory,
  CountExceptionsFactory,
  InProgressFactory,
  TimerFactory,
} from "./decorators/signatures/decorator-factory.js";
export type { FunctionForm } from "./decorators/signatures/function-form.js";
export type {
  AnyClass,
  ArgumentsDecorator,
  DecoratorFor,
  InstrumentationDecorator,
  MatchingArguments,
  MatchingReceiver,
  MethodDescriptor,
  MethodOrClassContext,
  ReadArguments,
  ReceiverDecorator,
  Returned,
} from "./decorators/signatures/instrumentation-decorator.js";
export type {
  LabelsIn,
  LabelsOption,
  LabelsRequired,
  ReturnedLabels,
} from "./decorators/signatures/labels-option.js";
export type {
  CallOptions,
  CountExceptionsOptions,
  DecoratorOptions,
  LabelledCallOptions,
  LabelledCountExceptionsOptions,
  LabelledSettledOptions,
  NotACollector,
  SettledOptions,
  SharedCallOptions,
  SharedCountExceptionsOptions,
  SharedSettledOptions,
} from "./decorators/signatures/options.js";
export { Timer } from "./decorators/timer.js";
export type { Bytes } from "./exposition/bytes/bytes.js";
export { acceptHeaderFor } from "./exposition/negotiation/accept-header.js";
export type { ExpositionFormatName } from "./exposition/negotiation/format.js";
export type { Negotiated, NegotiateOptions } from "./exposition/negotiation/negotiate.js";
export { negotiate } from "./exposition/negotiation/negotiate.js";
export type { Rendered, Streamed } from "./exposition/render.js";
export { render, stream } from "./exposition/render.js";
export type { RenderOptions, RenderTextOptions, StreamOptions } from "./exposition/render-options.js";
export { renderText } from "./exposition/render-text.js";
export type { Clock } from "./globals/clock.js";
export { setClock } from "./globals/clock.js";
export type { ErrorListener, Incident } from "./globals/error-listener.js";
export { onError } from "./globals/error-listener.js";
export type {
  Class,
  ClassDefaults,
  ClassLabelOptions,
  Declaration,
  InstrumentationKind,
  Member,
} from "./metadata/declaration.js";
export { counter, gauge, histogram, info, stateSet, summary } from "./metadata/spec.js";
export { declarationsOf } from "./metadata/store.js";
export type { Bound, RemainingLabels, RemainingNames } from "./model/bound.js";
export type {
  ChildOf,
  CounterChild,
  GaugeChild,
  HistogramChild,
  LiveCollector,
  ObserverChild,
  StateSetChild,
  SummaryChild,
  UpdateOptions,
} from "./model/children.js";
export type {
  Collector,
  FamilyDescription,
  Gathered,
  Gatherer,
  GatherFailure,
  GatherOptions,
  Registerer,
  RegisterOptions,
} from "./model/collector.js";
export type { CollectorOfSpec, CollectorsByKind } from "./model/collectors-by-kind.js";
export type { NarthexError } from "./model/errors/coded-error.js";
export { isNarthexError } from "./model/errors/coded-error.js";
export type { ErrorCode } from "./model/errors/error-codes.js";
export type { EscapingScheme } from "./model/families/escaping-schemes.js";
export type {
  Bucket,
  BucketSpan,
  CounterMetric,
  Exemplar,
  GaugeMetric,
  HistogramMetric,
  InfoMetric,
  Labels,
  MetricBase,
  NativeBuckets,
  Quantile,
  StateSetMetric,
  SummaryMetric,
  TimedExemplar,
} from "./model/families/metric.js";
export type {
  FamilyOf,
  MetricFamily,
  MetricOf,
  MetricType,
} from "./model/families/metric-family.js";
export type {
  DeclaredLabels,
  DeclaredOptional,
  IsUnlabelled,
  LabelledArguments,
  LabelNameOf,
  LabelSchema,
  LabelValue,
  LabelValues,
  MergedLabels,
  NoLabels,
  OptionalLabelValue,
  ValueOfLabel,
  ValuesWithOptional,
} from "./model/labels.js";
export type { HistogramValue, SummaryValue } from "./model/series-values.js";
export type {
  AnySpec,
  CollectorSpec,
  CounterOptions as CounterSpecOptions,
  CounterSpec,
  GaugeSpec,
  HistogramSpec,
  HistogramSpecOptions,
  InfoSpec,
  InfoSpecOptions,
  NativeOptions,
  SchemaOf,
  SpecOptions,
  StateSetSpec,
  StateSetSpecOptions,
  StatesOf,
  SummarySpec,
  SummarySpecOptions,
} from "./model/specs.js";
export type { ChildTimers, LateLabels, RunningTimer } from "./model/timers.js";
export { defaultRegistry } from "./registry/default-registry.js";
export type { RegistryOptions } from "./registry/registry.js";
export { Registry } from "./registry/registry.js";
