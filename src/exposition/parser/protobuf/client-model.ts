import type { Field, MessageSchema, Scalar } from "./wire.js";

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

/** A gauge, an untyped value or a counter. Only a counter has the fields after the value. */
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

const single = (name: string, type: Scalar | MessageSchema): Field => ({ name, type, isRepeated: false });
const repeated = (name: string, type: Scalar | MessageSchema): Field => ({ name, type, isRepeated: true });
const message = (...fields: [number, Field][]): MessageSchema => new Map(fields);

const timestamp = message([1, single("seconds", "int64")], [2, single("nanos", "int32")]);
const labelPair = message([1, single("name", "string")], [2, single("value", "string")]);
const exemplar = message(
  [1, repeated("label", labelPair)],
  [2, single("value", "double")],
  [3, single("timestamp", timestamp)],
);
const value = message([1, single("value", "double")]);
const counter = message(
  [1, single("value", "double")],
  [2, single("exemplar", exemplar)],
  [3, single("created", timestamp)],
);
const quantile = message([1, single("quantile", "double")], [2, single("value", "double")]);
const summary = message(
  [1, single("count", "uint64")],
  [2, single("sum", "double")],
  [3, repeated("quantile", quantile)],
  [4, single("created", timestamp)],
);
const bucket = message(
  [1, single("count", "uint64")],
  [2, single("upperBound", "double")],
  [3, single("exemplar", exemplar)],
  [4, single("countFloat", "double")],
);
const span = message([1, single("offset", "sint32")], [2, single("length", "uint32")]);
const histogram = message(
  [1, single("count", "uint64")],
  [2, single("sum", "double")],
  [3, repeated("bucket", bucket)],
  [4, single("countFloat", "double")],
  [5, single("schema", "sint32")],
  [6, single("zeroThreshold", "double")],
  [7, single("zeroCount", "uint64")],
  [8, single("zeroCountFloat", "double")],
  [9, repeated("negativeSpan", span)],
  [10, repeated("negativeDelta", "sint64")],
  [11, repeated("negativeCount", "double")],
  [12, repeated("positiveSpan", span)],
  [13, repeated("positiveDelta", "sint64")],
  [14, repeated("positiveCount", "double")],
  [15, single("created", timestamp)],
  [16, repeated("exemplars", exemplar)],
);
const metric = message(
  [1, repeated("label", labelPair)],
  [2, single("gauge", value)],
  [3, single("counter", counter)],
  [4, single("summary", summary)],
  [5, single("untyped", value)],
  [6, single("timestampMs", "int64")],
  [7, single("histogram", histogram)],
);

/** The schema of {@link MetricFamilyMessage} and of the messages in it. */
export const metricFamilySchema: MessageSchema = message(
  [1, single("name", "string")],
  [2, single("help", "string")],
  [3, single("type", "int32")],
  [4, repeated("metric", metric)],
  [5, single("unit", "string")],
);
