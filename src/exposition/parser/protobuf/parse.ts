import type { MetricBase, SummaryMetric } from "../../../model/families/metric.js";
import type { MetricFamily, MetricOf, MetricType } from "../../../model/families/metric-family.js";
import { metricTypeNames, metricTypes, protobufTypes } from "../../../model/families/metric-types.js";
import { seriesKey } from "../../../model/families/series-key.js";
import { ParseError } from "../parse-error.js";
import {
  type MetricFamilyMessage,
  type MetricMessage,
  metricFamilySchema,
  type SummaryMessage,
} from "./client-model.js";
import { histogramOf } from "./histogram.js";
import { exemplarOf, labelsOf, type Reject, secondsOf } from "./values.js";
import { DelimitedReader } from "./wire.js";

/** The metric types, by their numbers in the format. */
const types: readonly (MetricType | undefined)[] = /* @__PURE__ */ protobufTypes.map((written) =>
  metricTypeNames.find((type) => metricTypes[type].protobufType === written),
);

/**
 * Parses `io.prometheus.client.MetricFamily` messages, each preceded by its length.
 *
 * @param body - the messages
 * @throws {ParseError} at the first message that is malformed or inconsistent
 */
export function parseProtobuf(body: Uint8Array): MetricFamily[] {
  const reader = new DelimitedReader(body);
  const families = new Map<string, MetricFamily>();
  while (!reader.atEnd) {
    const start = reader.offset;
    const message = readFamily(reader);
    const { name = "" } = message;
    const reject = (rule: string): never => {
      throw new ParseError(rule, name, { offset: start });
    };
    if (name === "") reject("a family must have a name");
    if (families.has(name)) reject("a family must occur only once in a body");
    families.set(name, familyOf(name, message, reject));
  }
  return [...families.values()];
}

function readFamily(reader: DelimitedReader): MetricFamilyMessage {
  try {
    return reader.read(metricFamilySchema) as MetricFamilyMessage;
  } catch (error) {
    throw new ParseError((error as Error).message, "", { offset: reader.offset });
  }
}

function familyOf(name: string, message: MetricFamilyMessage, reject: Reject): MetricFamily {
  const type = types[message.type ?? 0] ?? reject(`a type must be from 0 to ${types.length - 1}, not ${message.type}`);
  const seen = new Set<string>();
  const metrics = message.metric.map((metric) => {
    const labels = labelsOf(metric.label, reject);
    const key = seriesKey(labels);
    if (seen.has(key)) reject(`a series must occur only once in a body: ${JSON.stringify(labels)}`);
    seen.add(key);
    const base = { labels, ...(metric.timestampMs !== undefined && { timestamp: metric.timestampMs / 1000 }) };
    return metricOf(type, base, metric, reject);
  });
  const { help = "", unit = "" } = message;
  return { name, help, type, ...(unit !== "" && { unit }), metrics } as MetricFamily;
}

function metricOf(type: MetricType, base: MetricBase, metric: MetricMessage, reject: Reject): MetricOf[MetricType] {
  const missing = () => reject(`a metric of a family of type ${type} must contain a value of that type`);
  switch (type) {
    case "counter": {
      const { value = 0, exemplar, created } = metric.counter ?? missing();
      return {
        ...base,
        value,
        ...(exemplar && { exemplar: exemplarOf(exemplar, reject) }),
        ...(created && { created: secondsOf(created, reject) }),
      };
    }
    case "summary": {
      const summary = metric.summary ?? missing();
      return { ...base, ...summaryOf(summary, reject) };
    }
    case "histogram":
    case "gaugehistogram": {
      const histogram = metric.histogram ?? missing();
      const { created } = histogram;
      return { ...base, ...histogramOf(histogram, reject), ...(created && { created: secondsOf(created, reject) }) };
    }
    default: {
      const { value = 0 } = (type === "gauge" ? metric.gauge : metric.untyped) ?? missing();
      return { ...base, value };
    }
  }
}

function summaryOf(
  { count = 0, sum = 0, quantile, created }: SummaryMessage,
  reject: Reject,
): Omit<SummaryMetric, "labels"> {
  const quantiles = quantile.map((each) => ({ quantile: each.quantile ?? 0, value: each.value ?? 0 }));
  quantiles.sort((a, b) => a.quantile - b.quantile);
  if (quantiles.some((each, index) => each.quantile === quantiles[index + 1]?.quantile)) {
    reject("a quantile must occur only once in a summary");
  }
  return { count, sum, quantiles, ...(created && { created: secondsOf(created, reject) }) };
}
