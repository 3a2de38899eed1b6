import "./metadata/symbols.js";
import { bindWaiting } from "./binding/lazy.js";
import { fromSpec } from "./collectors/from-spec.js";
import { defaultRegistry } from "./registry/default-registry.js";
import { setCollectorFactory } from "./registry/registry.js";
import { reportRuntimeImplicitly } from "./runtime/implicit.js";

setCollectorFactory(fromSpec);
defaultRegistry.beforeGather(bindWaiting);
reportRuntimeImplicitly(defaultRegistry);

export { bind, bindAll } from "./binding/bind.js";
export type { CollectorSource } from "./binding/bindings.js";
export { exponentialBuckets, exponentialBucketsRange, linearBuckets } from "./collectors/buckets.js";
export type { CounterOptions, CounterSeries } from "./collectors/counter.js";
export { Counter } from "./collectors/counter.js";
export type { CollectCallback, Collected, CollectedValue } from "./collectors/function-backed.js";
export type { GaugeOptions, GaugeSeries } from "./collectors/gauge.js";
export { Gauge } from "./collectors/gauge.js";
export type { HistogramOptions } from "./collectors/histogram.js";
export { Histogram } from "./collectors/histogram.js";
export type { HistogramSeries, HistogramValue } from "./collectors/histogram-series.js";
export type { InfoFacts, InfoOptions } from "./collectors/info.js";
export { Info } from "./collectors/info.js";
export type { FunctionBackedOptions } from "./collectors/labelled-collector.js";
export type { LiveOptions } from "./collectors/registration.js";
export type { StateSetOptions, StateSetSeries } from "./collectors/state-set.js";
export { StateSet } from "./collectors/state-set.js";
export type { SummaryOptions, SummarySeries, SummaryValue } from "./collectors/summary.js";
export { Summary } from "./collectors/summary.js";
export type { RunningTimer } from "./collectors/timing-collector.js";
export type { Until } from "./decorators/around.js";
export type { Call, Outcome, Settled } from "./decorators/call.js";
export { ClassLabel } from "./decorators/class-label.js";
export { CountCalls } from "./decorators/count-calls.js";
export type { CountExceptionsOptions } from "./decorators/count-exceptions.js";
export { CountExceptions } from "./decorators/count-exceptions.js";
export type { ErrorClass, ErrorFilter } from "./decorators/error-filter.js";
export { countCalls, countExceptions, timed, trackInProgress } from "./decorators/functions.js";
export { InProgress } from "./decorators/in-progress.js";
export type { ClassInstrumentationDecorator, InstrumentedOptions } from "./decorators/instrumented.js";
export { Instrumented } from "./decorators/instrumented.js";
export type { CallOptions, InstrumentationDecorator, SettledOptions } from "./decorators/signatures.js";
export { Timer } from "./decorators/timer.js";
export type { Bytes } from "./exposition/bytes.js";
export type { ExpositionFormatName } from "./exposition/format.js";
export type { Negotiated } from "./exposition/negotiate.js";
export { negotiate } from "./exposition/negotiate.js";
export type { Rendered, RenderOptions, Streamed } from "./exposition/render.js";
export { render, stream } from "./exposition/render.js";
export type {
  Class,
  ClassDefaults,
  ClassLabelOptions,
  Declaration,
  InstrumentationKind,
  Member,
} from "./metadata/declaration.js";
export type {
  CollectorSpec,
  CounterSpec,
  GaugeSpec,
  HistogramOptions as HistogramSpecOptions,
  HistogramSpec,
  NativeOptions,
  SpecOptions,
  StateSetOptions as StateSetSpecOptions,
  SummaryOptions as SummarySpecOptions,
  SummarySpec,
} from "./metadata/spec.js";
export { counter, gauge, histogram, summary } from "./metadata/spec.js";
export { declarationsOf } from "./metadata/store.js";
export type {
  ChildOf,
  CounterChild,
  GaugeChild,
  LiveCollector,
  ObserverChild,
  UpdateOptions,
} from "./model/children.js";
export type { Clock } from "./model/clock.js";
export { setClock } from "./model/clock.js";
export type {
  Collector,
  FamilyDescription,
  Gathered,
  Gatherer,
  GatherFailure,
  GatherOptions,
  Losses,
  Registerer,
  RegisterOptions,
} from "./model/collector.js";
export type { EscapingScheme } from "./model/escaping-schemes.js";
export type {
  IsUnlabelled,
  LabelledArguments,
  LabelNameOf,
  LabelSchema,
  LabelValue,
  LabelValues,
} from "./model/labels.js";
export type { LivePart, SeriesDetail, SeriesPage } from "./model/live.js";
export type {
  Bucket,
  BucketSpan,
  CounterMetric,
  Exemplar,
  FamilyOf,
  GaugeMetric,
  HistogramMetric,
  InfoMetric,
  Labels,
  MetricBase,
  MetricFamily,
  MetricOf,
  MetricType,
  NativeBuckets,
  Quantile,
  StateSetMetric,
  SummaryMetric,
} from "./model/metric-family.js";
export type { ErrorListener, Incident } from "./model/report.js";
export { onError } from "./model/report.js";
export { defaultRegistry } from "./registry/default-registry.js";
export type { AnySpec, RegistryOptions, SchemaOf } from "./registry/registry.js";
export { Registry } from "./registry/registry.js";
