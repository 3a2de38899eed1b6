// The tags of the fields in proto/metrics.proto, named after their message and field. A tag consists of the field's
// number and wire type, and is written before its value. Tags are constant expressions, which the build replaces with
// numbers.

/** Numbers and enumerations, seven bits per byte. */
const VARINT = 0;
/** Doubles. */
const FIXED64 = 1;
/** Messages and strings, after their length. */
const LENGTH_DELIMITED = 2;

export const METRIC_FAMILY_NAME: number = (1 << 3) | LENGTH_DELIMITED;
export const METRIC_FAMILY_HELP: number = (2 << 3) | LENGTH_DELIMITED;
export const METRIC_FAMILY_TYPE: number = (3 << 3) | VARINT;
export const METRIC_FAMILY_METRIC: number = (4 << 3) | LENGTH_DELIMITED;
export const METRIC_FAMILY_UNIT: number = (5 << 3) | LENGTH_DELIMITED;

export const METRIC_LABEL: number = (1 << 3) | LENGTH_DELIMITED;
export const METRIC_GAUGE: number = (2 << 3) | LENGTH_DELIMITED;
export const METRIC_COUNTER: number = (3 << 3) | LENGTH_DELIMITED;
export const METRIC_SUMMARY: number = (4 << 3) | LENGTH_DELIMITED;
export const METRIC_UNTYPED: number = (5 << 3) | LENGTH_DELIMITED;
export const METRIC_TIMESTAMP_MS: number = (6 << 3) | VARINT;
export const METRIC_HISTOGRAM: number = (7 << 3) | LENGTH_DELIMITED;

export const LABEL_PAIR_NAME: number = (1 << 3) | LENGTH_DELIMITED;
export const LABEL_PAIR_VALUE: number = (2 << 3) | LENGTH_DELIMITED;

export const GAUGE_VALUE: number = (1 << 3) | FIXED64;

export const UNTYPED_VALUE: number = (1 << 3) | FIXED64;

export const COUNTER_VALUE: number = (1 << 3) | FIXED64;
export const COUNTER_EXEMPLAR: number = (2 << 3) | LENGTH_DELIMITED;
export const COUNTER_CREATED_TIMESTAMP: number = (3 << 3) | LENGTH_DELIMITED;

export const SUMMARY_SAMPLE_COUNT: number = (1 << 3) | VARINT;
export const SUMMARY_SAMPLE_SUM: number = (2 << 3) | FIXED64;
export const SUMMARY_QUANTILE: number = (3 << 3) | LENGTH_DELIMITED;
export const SUMMARY_CREATED_TIMESTAMP: number = (4 << 3) | LENGTH_DELIMITED;

export const QUANTILE_QUANTILE: number = (1 << 3) | FIXED64;
export const QUANTILE_VALUE: number = (2 << 3) | FIXED64;

export const HISTOGRAM_SAMPLE_COUNT: number = (1 << 3) | VARINT;
export const HISTOGRAM_SAMPLE_SUM: number = (2 << 3) | FIXED64;
export const HISTOGRAM_BUCKET: number = (3 << 3) | LENGTH_DELIMITED;
export const HISTOGRAM_SCHEMA: number = (5 << 3) | VARINT;
export const HISTOGRAM_ZERO_THRESHOLD: number = (6 << 3) | FIXED64;
export const HISTOGRAM_ZERO_COUNT: number = (7 << 3) | VARINT;
export const HISTOGRAM_NEGATIVE_SPAN: number = (9 << 3) | LENGTH_DELIMITED;
export const HISTOGRAM_NEGATIVE_DELTA: number = (10 << 3) | VARINT;
export const HISTOGRAM_POSITIVE_SPAN: number = (12 << 3) | LENGTH_DELIMITED;
export const HISTOGRAM_POSITIVE_DELTA: number = (13 << 3) | VARINT;
export const HISTOGRAM_CREATED_TIMESTAMP: number = (15 << 3) | LENGTH_DELIMITED;
export const HISTOGRAM_EXEMPLARS: number = (16 << 3) | LENGTH_DELIMITED;

export const BUCKET_CUMULATIVE_COUNT: number = (1 << 3) | VARINT;
export const BUCKET_UPPER_BOUND: number = (2 << 3) | FIXED64;
export const BUCKET_EXEMPLAR: number = (3 << 3) | LENGTH_DELIMITED;

export const BUCKET_SPAN_OFFSET: number = (1 << 3) | VARINT;
export const BUCKET_SPAN_LENGTH: number = (2 << 3) | VARINT;

export const EXEMPLAR_LABEL: number = (1 << 3) | LENGTH_DELIMITED;
export const EXEMPLAR_VALUE: number = (2 << 3) | FIXED64;
export const EXEMPLAR_TIMESTAMP: number = (3 << 3) | LENGTH_DELIMITED;

export const TIMESTAMP_SECONDS: number = (1 << 3) | VARINT;
export const TIMESTAMP_NANOS: number = (2 << 3) | VARINT;
