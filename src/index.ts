import { fromSpec } from "./collectors/from-spec.js";
import { setCollectorFactory } from "./registry/registry.js";

setCollectorFactory(fromSpec);

export { exponentialBuckets, exponentialBucketsRange, linearBuckets } from "./collectors/buckets.js";
export { Counter } from "./collectors/counter.js";
export { Gauge } from "./collectors/gauge.js";
export { Histogram } from "./collectors/histogram.js";
export { Info } from "./collectors/info.js";
export { StateSet } from "./collectors/state-set.js";
export { Summary } from "./collectors/summary.js";
export { counter, gauge, histogram, summary } from "./metadata/spec.js";
export { setClock } from "./model/clock.js";
export { onError } from "./model/report.js";
export { defaultRegistry } from "./registry/default-registry.js";
export { Registry } from "./registry/registry.js";
