import type { CollectorSeries, SeriesPageView } from "../../model/families/collector-series.js";
import type { Exemplar } from "../../model/families/metric.js";
import type { MetricFamily } from "../../model/families/metric-family.js";
import { metricTypes } from "../../model/families/metric-types.js";
import type { ByteWriter } from "../bytes/byte-writer.js";
import type { LineTemplate } from "../bytes/line-template.js";
import type { PageBytes } from "../bytes/page-cache.js";
import type { TextOptions } from "./metric-lines.js";
import {
  bucketLines,
  createdLine,
  formatExemplar,
  lineTemplates,
  quantileLine,
  type SampleLine,
  stateLine,
  valueLine,
} from "./sample-lines.js";
import type { TextSyntax } from "./syntax.js";

const NEWLINE = 10;

/** Writes the lines of one series, whose numbers begin at `at` in the values of its page. */
export type EncodeSlot = (
  writer: ByteWriter,
  page: SeriesPageView,
  offset: number,
  at: number,
  labels: PageBytes | undefined,
) => void;

/** The encoder of one collector's series. */
export interface SeriesEncoder {
  /** Writes the lines of any of the series. */
  readonly encode: EncodeSlot;
  /** The template of the line, if a series without details has only one. */
  readonly singleLine?: LineTemplate | undefined;
}

/**
 * Creates the encoder of one collector's series.
 *
 * @param family - the family to which the series belong
 * @param name - the escaped family name
 * @param constLabels - the formatted constant labels
 * @param series - the collector's series
 * @param options - the format and its options
 */
export function createSeriesEncoder(
  family: MetricFamily,
  name: string,
  constLabels: string,
  series: CollectorSeries,
  options: TextOptions,
): SeriesEncoder {
  const { labelNames, optionalLabels } = series.layout;
  const encoder = typeEncoder(family, name, constLabels, series, options, labelNames.length > 0);
  if (labelNames.length === 0 || optionalLabels?.size !== labelNames.length) return encoder;
  return encoderOfOptional(encoder, typeEncoder(family, name, constLabels, series, options, false));
}

/** Returns the encoder of series whose labels are all optional, of which one may have no labels. */
function encoderOfOptional({ encode }: SeriesEncoder, { encode: encodeBare }: SeriesEncoder): SeriesEncoder {
  return {
    encode(writer, page, offset, at, labels) {
      const isBare = labels === undefined || labels.starts[offset] === labels.starts[offset + 1];
      if (isBare) encodeBare(writer, page, offset, at, undefined);
      else encode(writer, page, offset, at, labels);
    },
  };
}

/**
 * Creates the encoder of series of one type.
 *
 * @param hasOwnLabels - whether each series has labels besides the constant ones
 */
function typeEncoder(
  family: MetricFamily,
  name: string,
  constLabels: string,
  series: CollectorSeries,
  options: TextOptions,
  hasOwnLabels: boolean,
): SeriesEncoder {
  const { syntax, scheme } = options;
  const build = templateBuilder(name, constLabels, hasOwnLabels);
  const type = syntax.typeOf(family);
  const isCreatedShown = options.created && syntax.created && metricTypes[type].hasCreated;
  const created = isCreatedShown ? [createdLine(type)] : [];
  switch (type) {
    case "histogram":
      return histogramEncoder(build, series, syntax, created);
    case "summary":
      return summaryEncoder(build, syntax, created);
    case "stateset":
      return stateSetEncoder(build((series.layout.states ?? []).map((state) => stateLine(family.name, state, scheme))));
    default:
      return valueEncoder(build([valueLine, ...created]), syntax, syntax.exemplars && type === "counter");
  }
}

type BuildTemplates = (lines: readonly SampleLine[]) => readonly LineTemplate[];

/**
 * Returns a function that builds templates. It is a function of its own so that it does not reference the collector's
 * series: an encoder is cached under the first page and must not keep the other pages alive.
 */
function templateBuilder(name: string, constLabels: string, hasOwnLabels: boolean): BuildTemplates {
  return (lines) => lineTemplates(name, lines, constLabels, hasOwnLabels);
}

function histogramEncoder(
  build: BuildTemplates,
  series: CollectorSeries,
  syntax: TextSyntax,
  createdLines: readonly SampleLine[],
): SeriesEncoder {
  const { bounds = [] } = series.layout;
  const lines = bucketLines(bounds);
  const hasNegativeBounds = (bounds[0] ?? 0) < 0;
  const totals = syntax.totals("histogram");
  const all = build([...lines, { suffix: totals.sum }, { suffix: totals.count }, ...createdLines]);
  const buckets = all.slice(0, lines.length);
  const [first] = buckets as [LineTemplate];
  const [sum, count, created] = all.slice(lines.length) as [LineTemplate, LineTemplate, LineTemplate?];
  return {
    encode(writer, page, offset, at, labels) {
      const { values } = page;
      const exemplars = syntax.exemplars ? page.detail(offset)?.exemplars : undefined;
      const start = writer.at;
      let total = values[at] as number;
      putSample(writer, first, labels, offset, total);
      endLine(writer, exemplars?.[0], syntax);
      // The lines of all buckets begin alike.
      const own = labels === undefined ? 0 : (labels.starts[offset + 1] as number) - (labels.starts[offset] as number);
      const end = start + first.head.end - first.head.start + own;
      for (let i = 1; i < buckets.length; i++) {
        total += values[at + i] as number;
        writer.sampleAgain(start, end, (buckets[i] as LineTemplate).tail, total);
        endLine(writer, exemplars?.[i], syntax);
      }
      const sumValue = values[at + buckets.length] as number;
      if (syntax.allowsSum("histogram", sumValue, hasNegativeBounds)) {
        putLine(writer, sum, labels, offset, sumValue);
        putLine(writer, count, labels, offset, total);
      }
      if (created !== undefined) putLine(writer, created, labels, offset, page.created[offset] as number);
    },
  };
}

function summaryEncoder(build: BuildTemplates, syntax: TextSyntax, createdLines: readonly SampleLine[]): SeriesEncoder {
  const quantiles = new Map<number, LineTemplate>();
  const totals = syntax.totals("summary");
  const all = build([{ suffix: totals.sum }, { suffix: totals.count }, ...createdLines]);
  const [sum, count, created] = all as [LineTemplate, LineTemplate, LineTemplate?];
  return {
    encode(writer, page, offset, at, labels) {
      for (const { quantile, value } of page.detail(offset)?.quantiles?.() ?? []) {
        if (!syntax.allowsQuantile(value)) continue;
        const template = quantiles.get(quantile) ?? (build([quantileLine(quantile)])[0] as LineTemplate);
        quantiles.set(quantile, template);
        putLine(writer, template, labels, offset, value);
      }
      const sumValue = page.values[at + 1] as number;
      if (syntax.allowsSum("summary", sumValue, false)) putLine(writer, sum, labels, offset, sumValue);
      putLine(writer, count, labels, offset, page.values[at] as number);
      if (created !== undefined) putLine(writer, created, labels, offset, page.created[offset] as number);
    },
  };
}

function stateSetEncoder(states: readonly LineTemplate[]): SeriesEncoder {
  return {
    encode(writer, page, offset, at, labels) {
      for (let i = 0; i < states.length; i++)
        putLine(writer, states[i] as LineTemplate, labels, offset, page.values[at + i] as number);
    },
  };
}

function valueEncoder(templates: readonly LineTemplate[], syntax: TextSyntax, mayHaveExemplar: boolean): SeriesEncoder {
  const [value, created] = templates as [LineTemplate, LineTemplate?];
  return {
    encode(writer, page, offset, at, labels) {
      putSample(writer, value, labels, offset, page.values[at] as number);
      endLine(writer, mayHaveExemplar ? page.detail(offset)?.exemplars?.[0] : undefined, syntax);
      if (created !== undefined) putLine(writer, created, labels, offset, page.created[offset] as number);
    },
    singleLine: created === undefined ? value : undefined,
  };
}

/** Writes a sample up to the end of its value. */
function putSample(
  writer: ByteWriter,
  template: LineTemplate,
  labels: PageBytes | undefined,
  offset: number,
  value: number,
): void {
  if (labels === undefined) writer.sample(template, template.head.bytes, 0, 0, value);
  else
    writer.sample(template, labels.bytes, labels.starts[offset] as number, labels.starts[offset + 1] as number, value);
}

function putLine(
  writer: ByteWriter,
  template: LineTemplate,
  labels: PageBytes | undefined,
  offset: number,
  value: number,
): void {
  putSample(writer, template, labels, offset, value);
  writer.byte(NEWLINE);
}

/** Ends a line after its value, for which space for the line feed was reserved too. */
function endLine(writer: ByteWriter, exemplar: Exemplar | undefined, syntax: TextSyntax): void {
  const end = exemplar === undefined ? "" : formatExemplar(exemplar, syntax);
  if (end !== "") {
    writer.text(end);
    writer.reserve(1);
  }
  writer.byte(NEWLINE);
}
