import type { MetricType } from "./metric-family.js";

/** The suffixes of the samples that total the observations of one series. */
export interface TotalSuffixes {
  /** The suffix of the sum. */
  readonly sum: string;
  /** The suffix of the number of observations. */
  readonly count: string;
}

/** The values of `io.prometheus.client.MetricType`, by number. */
export const protobufTypes = ["COUNTER", "GAUGE", "SUMMARY", "UNTYPED", "HISTOGRAM", "GAUGE_HISTOGRAM"] as const;

/** Everything that the type of a metric family implies. */
export interface MetricTypeTraits {
  /** The ending of a family name, `""` if there is none. OpenMetrics omits it from metadata lines. */
  readonly nameEnding: string;
  /** The type that OpenMetrics shows for a family whose name lacks the ending. If absent, the ending is required. */
  readonly typeWithoutEnding?: MetricType;
  /** Whether a family may have a unit. */
  readonly hasUnit: boolean;
  /** Whether a series has the time at which it began. */
  readonly hasCreated: boolean;
  /** The name of the label that formats add to samples, if it is the same in each family. */
  readonly addedLabel?: "le" | "quantile";
  /** Whether formats add a label that has the name of the family. */
  readonly isLabelledByName?: boolean;
  /** The suffix of the samples that have the added label. */
  readonly labelledSuffix?: string;
  /** The suffixes of a family's samples in the Prometheus text format, relative to the family name. */
  readonly textSuffixes: readonly string[];
  /** The suffixes of a family's samples in OpenMetrics, relative to the name without its ending. */
  readonly openMetricsSuffixes: readonly string[];
  /** All of these suffixes except those of samples that have the family name, with or without its ending. */
  readonly otherSuffixes: readonly string[];
  /** The suffixes of sum and count in the Prometheus text format. */
  readonly textTotals: TotalSuffixes;
  /** The suffixes of sum and count in OpenMetrics. */
  readonly openMetricsTotals: TotalSuffixes;
  /** The type that the Prometheus text format writes, the nearest one that it has. */
  readonly textType: string;
  /** The type that protobuf writes, the nearest one that it has. */
  readonly protobufType: (typeof protobufTypes)[number];
}

/** The suffix of the sample that shows when a series began. It takes the place of the name's ending. */
export const createdSuffix = "_created";

/** The ending of the name of a counter. */
export const totalSuffix = "_total";

/** The suffix of the sample of a classic bucket. */
export const bucketSuffix = "_bucket";

const totals: TotalSuffixes = { sum: "_sum", count: "_count" };
const gaugeTotals: TotalSuffixes = { sum: "_gsum", count: "_gcount" };

const defaults = {
  nameEnding: "",
  hasUnit: true,
  textSuffixes: [""],
  openMetricsSuffixes: [""],
  textTotals: totals,
  openMetricsTotals: totals,
};

type OwnTraits = Partial<MetricTypeTraits> & Pick<MetricTypeTraits, "textType" | "protobufType">;

/** The traits of each metric type. */
export const metricTypes: Readonly<Record<MetricType, MetricTypeTraits>> = /* @__PURE__ */ defineTypes();

/** All metric types, by their names in OpenMetrics. */
export const metricTypeNames: readonly MetricType[] = /* @__PURE__ */ Object.keys(metricTypes) as MetricType[];

/** All suffixes of sample names. None of them ends in another one, so the name of a sample ends in at most one. */
export const sampleSuffixes: readonly string[] = /* @__PURE__ */ allSuffixes();

/** Whether a string is the name of a metric type. */
export function isMetricType(text: string): text is MetricType {
  return Object.hasOwn(metricTypes, text);
}

/** The labels that formats add under the same name in each family, so that no collector may use them. */
export const addedLabels: ReadonlySet<string> = /* @__PURE__ */ new Set(["le", "quantile"]);

/**
 * Returns what a type implies. A type that does not exist, which a collector written in JavaScript may have, implies
 * the same as `unknown`.
 *
 * @param type - the name of a type
 */
export function traitsOf(type: string): MetricTypeTraits {
  return isMetricType(type) ? metricTypes[type] : metricTypes.unknown;
}

/**
 * Returns the label that formats add to the samples of a family: `le`, `quantile`, or a state set's own name.
 *
 * @param name - the full family name
 * @param type - the family's type
 */
export function syntheticLabel(name: string, type: string): string | undefined {
  const { addedLabel, isLabelledByName } = traitsOf(type);
  return isLabelledByName ? name : addedLabel;
}

/**
 * Returns the type that OpenMetrics shows for a family. OpenMetrics has no counter without `_total` in its samples, so
 * it shows one as `unknown`, under the name that it has in every format.
 *
 * @param name - the full family name, not escaped
 * @param type - the family's type
 */
export function openMetricsType<T extends string>(name: string, type: T): T | MetricType {
  const { nameEnding, typeWithoutEnding } = traitsOf(type);
  return typeWithoutEnding === undefined || name.endsWith(nameEnding) ? type : typeWithoutEnding;
}

/**
 * Returns a family name without the ending of its type.
 *
 * @param name - the full family name
 * @param type - the family's type
 */
export function bareName(name: string, type: string): string {
  return withoutEnding(name, traitsOf(type).nameEnding);
}

/**
 * Returns the names that a family's samples occupy in any format. Two families that share one would mix their samples.
 *
 * @param name - the full family name
 * @param type - the family's type
 * @returns the names, the family's own first
 */
export function sampleNames(name: string, type: string): readonly string[] {
  const { nameEnding, otherSuffixes, typeWithoutEnding } = traitsOf(type);
  const bare = withoutEnding(name, nameEnding);
  if (typeWithoutEnding !== undefined && bare === name) return sampleNames(name, typeWithoutEnding);
  const names = nameEnding === "" ? [name] : [name, bare];
  for (const suffix of otherSuffixes) names.push(bare + suffix);
  return names;
}

function withoutEnding(name: string, ending: string): string {
  return ending !== "" && name.endsWith(ending) ? name.slice(0, -ending.length) : name;
}

/** Completes the traits of a type with the defaults, and with what follows from its suffixes. */
function traits(own: OwnTraits): MetricTypeTraits {
  const { nameEnding, textSuffixes, openMetricsSuffixes } = { ...defaults, ...own };
  const suffixes = new Set([...textSuffixes, ...openMetricsSuffixes]);
  return {
    ...defaults,
    ...own,
    hasCreated: suffixes.has(createdSuffix),
    otherSuffixes: [...suffixes].filter((suffix) => suffix !== "" && suffix !== nameEnding),
  };
}

function allSuffixes(): string[] {
  const all = Object.values(metricTypes).flatMap(({ nameEnding, otherSuffixes }) => [nameEnding, ...otherSuffixes]);
  return [...new Set(all)].filter((suffix) => suffix !== "");
}

/** Builds the table in a function, so that bundlers can omit it from programs that do not use it. */
function defineTypes(): Record<MetricType, MetricTypeTraits> {
  const totalSuffixes = [totals.sum, totals.count];
  const gaugeTotalSuffixes = [gaugeTotals.sum, gaugeTotals.count];
  return {
    counter: traits({
      nameEnding: totalSuffix,
      typeWithoutEnding: "unknown",
      openMetricsSuffixes: [totalSuffix, createdSuffix],
      textType: "counter",
      protobufType: "COUNTER",
    }),
    gauge: traits({ textType: "gauge", protobufType: "GAUGE" }),
    histogram: traits({
      addedLabel: "le",
      labelledSuffix: bucketSuffix,
      textSuffixes: [bucketSuffix, ...totalSuffixes],
      openMetricsSuffixes: [bucketSuffix, ...totalSuffixes, createdSuffix],
      textType: "histogram",
      protobufType: "HISTOGRAM",
    }),
    gaugehistogram: traits({
      addedLabel: "le",
      labelledSuffix: bucketSuffix,
      textSuffixes: [bucketSuffix, ...totalSuffixes],
      openMetricsSuffixes: [bucketSuffix, ...gaugeTotalSuffixes],
      openMetricsTotals: gaugeTotals,
      textType: "histogram",
      protobufType: "GAUGE_HISTOGRAM",
    }),
    summary: traits({
      addedLabel: "quantile",
      labelledSuffix: "",
      textSuffixes: ["", ...totalSuffixes],
      openMetricsSuffixes: ["", ...totalSuffixes, createdSuffix],
      textType: "summary",
      protobufType: "SUMMARY",
    }),
    info: traits({
      nameEnding: "_info",
      hasUnit: false,
      openMetricsSuffixes: ["_info"],
      textType: "gauge",
      protobufType: "GAUGE",
    }),
    stateset: traits({
      hasUnit: false,
      isLabelledByName: true,
      labelledSuffix: "",
      textType: "gauge",
      protobufType: "GAUGE",
    }),
    unknown: traits({ textType: "untyped", protobufType: "UNTYPED" }),
  };
}
