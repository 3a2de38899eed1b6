import type { Field, Fields, Scalar } from "./wire.js";

/** `google.protobuf.Timestamp`. */
export interface TimestampMessage {
  readonly seconds?: number;
  readonly nanos?: number;
}

/** A label. */
export interface LabelPairMessage {
  readonly name?: string;
  readonly value?: string;
}

/** An exemplar. */
export interface ExemplarMessage {
  readonly label: readonly LabelPairMessage[];
  readonly value?: number;
  readonly timestamp?: TimestampMessage;
}

/** A gauge, an untyped value, or a counter, which alone has the further fields. */
export interface ValueMessage {
  readonly value?: number;
  readonly exemplar?: ExemplarMessage;
  readonly created?: TimestampMessage;
}

/** A summary. */
export interface SummaryMessage {
  readonly count?: number;
  readonly sum?: number;
  readonly quantile: readonly { readonly quantile?: number; readonly value?: number }[];
  readonly created?: TimestampMessage;
}

/** A run of native buckets. */
export interface SpanMessage {
  readonly offset?: number;
  readonly length?: number;
}

/** A histogram, classic, native or both. */
export interface HistogramMessage {
  readonly count?: number;
  readonly countFloat?: number;
  readonly sum?: number;
  readonly bucket: readonly {
    readonly count?: number;
    readonly countFloat?: number;
    readonly upperBound?: number;
    readonly exemplar?: ExemplarMessage;
  }[];
  readonly schema?: number;
  readonly zeroThreshold?: number;
  readonly zeroCount?: number;
  readonly zeroCountFloat?: number;
  readonly negativeSpan: readonly SpanMessage[];
  readonly negativeDelta: readonly number[];
  readonly negativeCount: readonly number[];
  readonly positiveSpan: readonly SpanMessage[];
  readonly positiveDelta: readonly number[];
  readonly positiveCount: readonly number[];
  readonly created?: TimestampMessage;
  readonly exemplars: readonly ExemplarMessage[];
}

/** A series. */
export interface MetricMessage {
  readonly label: readonly LabelPairMessage[];
  readonly gauge?: ValueMessage;
  readonly counter?: ValueMessage;
  readonly summary?: SummaryMessage;
  readonly untyped?: ValueMessage;
  readonly timestampMs?: number;
  readonly histogram?: HistogramMessage;
}

/** `io.prometheus.client.MetricFamily`. */
export interface MetricFamilyMessage {
  readonly name?: string;
  readonly help?: string;
  readonly type?: number;
  readonly metric: readonly MetricMessage[];
  readonly unit?: string;
}

const one = (name: string, type: Scalar | Fields): Field => ({ name, type, isRepeated: false });
const many = (name: string, type: Scalar | Fields): Field => ({ name, type, isRepeated: true });
const fields = (...entries: [number, Field][]): Fields => new Map(entries);

const timestamp = fields([1, one("seconds", "int64")], [2, one("nanos", "int32")]);
const labelPair = fields([1, one("name", "string")], [2, one("value", "string")]);
const exemplar = fields([1, many("label", labelPair)], [2, one("value", "double")], [3, one("timestamp", timestamp)]);
const value = fields([1, one("value", "double")]);
const counter = fields([1, one("value", "double")], [2, one("exemplar", exemplar)], [3, one("created", timestamp)]);
const quantile = fields([1, one("quantile", "double")], [2, one("value", "double")]);
const summary = fields(
  [1, one("count", "uint64")],
  [2, one("sum", "double")],
  [3, many("quantile", quantile)],
  [4, one("created", timestamp)],
);
const bucket = fields(
  [1, one("count", "uint64")],
  [2, one("upperBound", "double")],
  [3, one("exemplar", exemplar)],
  [4, one("countFloat", "double")],
);
const span = fields([1, one("offset", "sint32")], [2, one("length", "uint32")]);
const histogram = fields(
  [1, one("count", "uint64")],
  [2, one("sum", "double")],
  [3, many("bucket", bucket)],
  [4, one("countFloat", "double")],
  [5, one("schema", "sint32")],
  [6, one("zeroThreshold", "double")],
  [7, one("zeroCount", "uint64")],
  [8, one("zeroCountFloat", "double")],
  [9, many("negativeSpan", span)],
  [10, many("negativeDelta", "sint64")],
  [11, many("negativeCount", "double")],
  [12, many("positiveSpan", span)],
  [13, many("positiveDelta", "sint64")],
  [14, many("positiveCount", "double")],
  [15, one("created", timestamp)],
  [16, many("exemplars", exemplar)],
);
const metric = fields(
  [1, many("label", labelPair)],
  [2, one("gauge", value)],
  [3, one("counter", counter)],
  [4, one("summary", summary)],
  [5, one("untyped", value)],
  [6, one("timestampMs", "int64")],
  [7, one("histogram", histogram)],
);

/** The fields of {@link MetricFamilyMessage} and of all that it holds. */
export const metricFamilyFields: Fields = fields(
  [1, one("name", "string")],
  [2, one("help", "string")],
  [3, one("type", "int32")],
  [4, many("metric", metric)],
  [5, one("unit", "string")],
);
