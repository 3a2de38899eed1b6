import type { CollectorSeries, SeriesPageView } from "../../model/collector-series.js";
import type { Exemplar } from "../../model/metric.js";
import type { MetricFamily } from "../../model/metric-family.js";
import { metricTypes } from "../../model/metric-types.js";
import type { ByteWriter } from "../bytes/byte-writer.js";
import type { LineTemplate } from "../bytes/line-template.js";
import type { PageBytes } from "../bytes/page-cache.js";
import type { TextOptions } from "./metric-lines.js";
import {
  bucketLine,
  createdLine,
  exemplarEnd,
  type Line,
  lineTemplates,
  quantileLine,
  stateLine,
  valueLine,
} from "./sample-lines.js";
import type { TextSyntax } from "./syntax.js";

const NEWLINE = 10;

/** Writes one series: its numbers begin at `at` in the page's values. */
export type EncodeSlot = (
  writer: ByteWriter,
  page: SeriesPageView,
  slot: number,
  at: number,
  labels: PageBytes | undefined,
) => void;

/** How the series of a part are written. */
export interface SeriesEncoder {
  /** Writes any of them. */
  readonly write: EncodeSlot;
  /** The line of a series, where it is the only one that a series without details has. */
  readonly singleLine?: LineTemplate | undefined;
}

/**
 * Prepares what all series of a part have in common.
 *
 * @param family - whose series they are
 * @param name - its name, escaped
 * @param constant - the constant labels, written
 */
export function createSeriesEncoder(
  family: MetricFamily,
  name: string,
  constant: string,
  part: CollectorSeries,
  options: TextOptions,
): SeriesEncoder {
  const { syntax: dialect, scheme } = options;
  const frames = templateBuilder(name, constant, part.layout.labelNames.length > 0);
  const isCreatedShown = options.created && dialect.created && metricTypes[family.type].hasCreated;
  const created = isCreatedShown ? [createdLine(family.type)] : [];
  switch (family.type) {
    case "histogram":
      return histogramEncoder(frames, part, dialect, created);
    case "summary":
      return summaryEncoder(frames, dialect, created);
    case "stateset":
      return stateSetEncoder(frames((part.layout.states ?? []).map((state) => stateLine(family.name, state, scheme))));
    default:
      return valueEncoder(frames([valueLine, ...created]), dialect, dialect.exemplars && family.type === "counter");
  }
}

type BuildTemplates = (lines: readonly Line[]) => readonly LineTemplate[];

/** Apart from what knows the part: a writer is kept with the first page of one, and must not hold the other pages. */
function templateBuilder(name: string, constant: string, hasOwnLabels: boolean): BuildTemplates {
  return (lines) => lineTemplates(name, lines, constant, hasOwnLabels);
}

function histogramEncoder(
  frames: BuildTemplates,
  part: CollectorSeries,
  dialect: TextSyntax,
  createdLines: readonly Line[],
): SeriesEncoder {
  const bounds = [...(part.layout.bounds ?? []), Number.POSITIVE_INFINITY];
  const hasNegativeBounds = (bounds[0] as number) < 0;
  const totals = dialect.totals("histogram");
  const all = frames([...bounds.map(bucketLine), { suffix: totals.sum }, { suffix: totals.count }, ...createdLines]);
  const buckets = all.slice(0, bounds.length);
  const [sum, count, created] = all.slice(bounds.length) as [LineTemplate, LineTemplate, LineTemplate?];
  return {
    write(writer, page, slot, at, labels) {
      const { values } = page;
      const exemplars = dialect.exemplars ? page.detail(slot)?.exemplars : undefined;
      let total = 0;
      for (let i = 0; i < buckets.length; i++) {
        total += values[at + i] as number;
        putSample(writer, buckets[i] as LineTemplate, labels, slot, total);
        endLine(writer, exemplars?.[i], dialect);
      }
      const observed = values[at + buckets.length] as number;
      if (dialect.allowsSum("histogram", observed, hasNegativeBounds)) {
        putLine(writer, sum, labels, slot, observed);
        putLine(writer, count, labels, slot, total);
      }
      if (created !== undefined) putLine(writer, created, labels, slot, page.created[slot] as number);
    },
  };
}

function summaryEncoder(frames: BuildTemplates, dialect: TextSyntax, createdLines: readonly Line[]): SeriesEncoder {
  const quantiles = new Map<number, LineTemplate>();
  const totals = dialect.totals("summary");
  const all = frames([{ suffix: totals.sum }, { suffix: totals.count }, ...createdLines]);
  const [sum, count, created] = all as [LineTemplate, LineTemplate, LineTemplate?];
  return {
    write(writer, page, slot, at, labels) {
      for (const { quantile, value } of page.detail(slot)?.quantiles?.() ?? []) {
        if (!dialect.allowsQuantile(value)) continue;
        const known = quantiles.get(quantile) ?? (frames([quantileLine(quantile)])[0] as LineTemplate);
        quantiles.set(quantile, known);
        putLine(writer, known, labels, slot, value);
      }
      const observed = page.values[at + 1] as number;
      if (dialect.allowsSum("summary", observed, false)) putLine(writer, sum, labels, slot, observed);
      putLine(writer, count, labels, slot, page.values[at] as number);
      if (created !== undefined) putLine(writer, created, labels, slot, page.created[slot] as number);
    },
  };
}

function stateSetEncoder(states: readonly LineTemplate[]): SeriesEncoder {
  return {
    write(writer, page, slot, at, labels) {
      for (let i = 0; i < states.length; i++)
        putLine(writer, states[i] as LineTemplate, labels, slot, page.values[at + i] as number);
    },
  };
}

function valueEncoder(frames: readonly LineTemplate[], dialect: TextSyntax, mayHaveExemplar: boolean): SeriesEncoder {
  const [value, created] = frames as [LineTemplate, LineTemplate?];
  return {
    write(writer, page, slot, at, labels) {
      putSample(writer, value, labels, slot, page.values[at] as number);
      endLine(writer, mayHaveExemplar ? page.detail(slot)?.exemplars?.[0] : undefined, dialect);
      if (created !== undefined) putLine(writer, created, labels, slot, page.created[slot] as number);
    },
    singleLine: created === undefined ? value : undefined,
  };
}

/** Writes a sample up to the end of its value. */
function putSample(
  writer: ByteWriter,
  frame: LineTemplate,
  labels: PageBytes | undefined,
  slot: number,
  value: number,
): void {
  if (labels === undefined) writer.sample(frame, frame.view, 0, 0, value);
  else writer.sample(frame, labels.view, labels.offsets[slot] as number, labels.offsets[slot + 1] as number, value);
}

function putLine(
  writer: ByteWriter,
  frame: LineTemplate,
  labels: PageBytes | undefined,
  slot: number,
  value: number,
): void {
  putSample(writer, frame, labels, slot, value);
  writer.byte(NEWLINE);
}

/** Ends a line behind a value that has left room for that. */
function endLine(writer: ByteWriter, exemplar: Exemplar | undefined, dialect: TextSyntax): void {
  const end = exemplar === undefined ? "" : exemplarEnd(exemplar, dialect);
  if (end !== "") {
    writer.text(end);
    writer.reserve(1);
  }
  writer.byte(NEWLINE);
}
