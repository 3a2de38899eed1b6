import { fromSpec } from "./collectors/from-spec.js";
import { setCollectorFactory } from "./registry/registry.js";

setCollectorFactory(fromSpec);

export { exponentialBuckets, exponentialBucketsRange, linearBuckets } from "./collectors/buckets.js";
export type { CounterOptions } from "./collectors/counter.js";
export { Counter } from "./collectors/counter.js";
export type { CollectCallback, Collected, CollectedValue } from "./collectors/function-backed.js";
export type { GaugeOptions } from "./collectors/gauge.js";
export { Gauge } from "./collectors/gauge.js";
export type { HistogramOptions, HistogramValue } from "./collectors/histogram.js";
export { Histogram } from "./collectors/histogram.js";
export type { InfoFacts, InfoOptions } from "./collectors/info.js";
export { Info } from "./collectors/info.js";
export type { FunctionBackedOptions, LiveOptions } from "./collectors/labelled-collector.js";
export type { StateSetOptions } from "./collectors/state-set.js";
export { StateSet } from "./collectors/state-set.js";
export type { SummaryOptions, SummaryValue } from "./collectors/summary.js";
export { Summary } from "./collectors/summary.js";
export type { RunningTimer } from "./collectors/timer.js";
export type { ExpositionFormatName } from "./exposition/format.js";
export type { EscapingScheme } from "./exposition/names.js";
export type { Negotiated } from "./exposition/negotiate.js";
export { negotiate } from "./exposition/negotiate.js";
export type { Rendered, RenderOptions, Streamed } from "./exposition/render.js";
export { render, stream } from "./exposition/render.js";
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
export type { CounterChild, GaugeChild, ObserverChild, UpdateOptions } from "./model/children.js";
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
} from "./model/collector.js";
export type { LabelledArguments, LabelNameOf, LabelSchema, LabelValue, LabelValues } from "./model/labels.js";
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
export type { RegistryOptions } from "./registry/registry.js";
export { Registry } from "./registry/registry.js";
