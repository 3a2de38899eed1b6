import type { MetricBase, SummaryMetric } from "../../../model/metric.js";
import type { MetricFamily, MetricOf, MetricType } from "../../../model/metric-family.js";
import { metricTypeNames, metricTypes, protobufTypes } from "../../../model/metric-types.js";
import { seriesKey } from "../families/points.js";
import { ParseError } from "../parse-error.js";
import {
  type MetricFamilyMessage,
  type MetricMessage,
  metricFamilyFields,
  type SummaryMessage,
} from "./client-model.js";
import { histogramOf } from "./histogram.js";
import { exemplarOf, labelsOf, type Refuse, secondsOf } from "./values.js";
import { DelimitedReader } from "./wire.js";

/** The model's types by the number of the format's enumeration. */
const types: readonly (MetricType | undefined)[] = /* @__PURE__ */ protobufTypes.map((written) =>
  metricTypeNames.find((type) => metricTypes[type].protobufType === written),
);

/**
 * Reads `io.prometheus.client.MetricFamily` messages, each after its length.
 *
 * @param body - the messages
 * @throws ParseError at the first message that is malformed or contradicts itself
 */
export function parseProtobuf(body: Uint8Array): MetricFamily[] {
  const reader = new DelimitedReader(body);
  const families = new Map<string, MetricFamily>();
  while (!reader.atEnd) {
    const start = reader.offset;
    const message = readFamily(reader);
    const { name = "" } = message;
    const refuse = (rule: string): never => {
      throw new ParseError(rule, name, { offset: start });
    };
    if (name === "") refuse("a family has a name");
    if (families.has(name)) refuse("a family occurs once in a body");
    families.set(name, familyOf(name, message, refuse));
  }
  return [...families.values()];
}

function readFamily(reader: DelimitedReader): MetricFamilyMessage {
  try {
    return reader.read(metricFamilyFields) as MetricFamilyMessage;
  } catch (error) {
    throw new ParseError((error as Error).message, "", { offset: reader.offset });
  }
}

function familyOf(name: string, message: MetricFamilyMessage, refuse: Refuse): MetricFamily {
  const type = types[message.type ?? 0] ?? refuse(`a type is from 0 to ${types.length - 1}, not ${message.type}`);
  const seen = new Set<string>();
  const metrics = message.metric.map((metric) => {
    const labels = labelsOf(metric.label, refuse);
    const key = seriesKey(Object.entries(labels));
    if (seen.has(key)) refuse(`a series occurs once in a body: ${JSON.stringify(labels)}`);
    seen.add(key);
    const base = { labels, ...(metric.timestampMs !== undefined && { timestamp: metric.timestampMs / 1000 }) };
    return metricOf(type, base, metric, refuse);
  });
  const { help = "", unit = "" } = message;
  return { name, help, type, ...(unit !== "" && { unit }), metrics } as MetricFamily;
}

function metricOf(type: MetricType, base: MetricBase, metric: MetricMessage, refuse: Refuse): MetricOf[MetricType] {
  const missing = () => refuse(`a metric of a family of type ${type} holds that`);
  switch (type) {
    case "counter": {
      const { value = 0, exemplar, created } = metric.counter ?? missing();
      return {
        ...base,
        value,
        ...(exemplar && { exemplar: exemplarOf(exemplar, refuse) }),
        ...(created && { created: secondsOf(created, refuse) }),
      };
    }
    case "summary": {
      const summary = metric.summary ?? missing();
      return { ...base, ...summaryOf(summary, refuse) };
    }
    case "histogram":
    case "gaugehistogram": {
      const histogram = metric.histogram ?? missing();
      const { created } = histogram;
      return { ...base, ...histogramOf(histogram, refuse), ...(created && { created: secondsOf(created, refuse) }) };
    }
    default: {
      const { value = 0 } = (type === "gauge" ? metric.gauge : metric.untyped) ?? missing();
      return { ...base, value };
    }
  }
}

function summaryOf(
  { count = 0, sum = 0, quantile, created }: SummaryMessage,
  refuse: Refuse,
): Omit<SummaryMetric, "labels"> {
  const quantiles = quantile.map((each) => ({ quantile: each.quantile ?? 0, value: each.value ?? 0 }));
  quantiles.sort((a, b) => a.quantile - b.quantile);
  if (quantiles.some((each, index) => each.quantile === quantiles[index + 1]?.quantile)) {
    refuse("a quantile occurs once in a summary");
  }
  return { count, sum, quantiles, ...(created && { created: secondsOf(created, refuse) }) };
}
