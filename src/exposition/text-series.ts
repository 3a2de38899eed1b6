import type { LivePart, SeriesPage } from "../model/live.js";
import type { Exemplar, MetricFamily } from "../model/metric-family.js";
import { reportOnce } from "../model/report.js";
import type { ByteWriter } from "./byte-writer.js";
import type { PageBytes } from "./page-bytes.js";
import type { LineFrame } from "./piece.js";
import { textLabelCache, writtenLabelName, writtenLabels } from "./text-labels.js";
import {
  bucketLine,
  createdSuffix,
  exemplarEnd,
  hasCreated,
  type Line,
  lineFrame,
  quantileLine,
  stateLine,
  valueLine,
} from "./text-lines.js";
import type { TextOptions } from "./text-metrics.js";

const NEWLINE = 10;

/** Writes one series: its numbers begin at `at` in the page's values. */
type WriteSeries = (page: SeriesPage, slot: number, at: number, kept: PageBytes | undefined) => void;

/** Writes the live series of a part, in steps between which the caller may pause. */
export function* writeSeries(
  writer: ByteWriter,
  family: MetricFamily,
  name: string,
  part: LivePart,
  options: TextOptions,
): Generator<void> {
  const names = part.labelNames.map((label) => writtenLabelName(label, options.scheme));
  const key = names.join();
  const write = seriesWriter(writer, family, name, part, options);
  const only = onlyLine(family, name, part, options);
  for (const page of part.pages) {
    const kept = names.length === 0 ? undefined : textLabelCache.get(page, key, names);
    if (only !== undefined && kept !== undefined && !page.hasDetails && part.isFull(page)) {
      writer.lines(only, kept, page.values);
      yield;
      continue;
    }
    let slot = 0;
    do {
      slot = writePage(writer, part, page, kept, slot, write);
      yield;
    } while (slot < page.used);
  }
}

/** The line of a series, where it is the only one that a series without details has. */
function onlyLine(
  { type }: MetricFamily,
  name: string,
  part: LivePart,
  { dialect, scheme, created }: TextOptions,
): LineFrame | undefined {
  const isOnly = type === "gauge" || (type === "counter" && !(created && dialect.created));
  return isOnly ? lineFrame(name, valueLine, writtenLabels(part.constLabels, scheme), true) : undefined;
}

/** Writes slots until a chunk is full; returns the slot to go on with. */
function writePage(
  writer: ByteWriter,
  part: LivePart,
  page: SeriesPage,
  kept: PageBytes | undefined,
  from: number,
  write: WriteSeries,
): number {
  const isFull = part.isFull(page);
  const { stride } = part;
  // Slots that were taken after the labels were encoded are not part of this scrape.
  const end = kept === undefined ? page.used : kept.offsets.length - 1;
  for (let slot = from; slot < end; slot++) {
    if (!isFull && !part.isShown(page, slot)) continue;
    write(page, slot, slot * stride, kept);
    if (writer.isFull) return slot + 1;
  }
  return page.used;
}

function seriesWriter(
  writer: ByteWriter,
  family: MetricFamily,
  name: string,
  part: LivePart,
  options: TextOptions,
): WriteSeries {
  const { dialect, scheme } = options;
  const constant = writtenLabels(part.constLabels, scheme);
  const hasOwnLabels = part.labelNames.length > 0;
  const frame = (line: Line): LineFrame => lineFrame(name, line, constant, hasOwnLabels);
  const put = (at: LineFrame, kept: PageBytes | undefined, slot: number, value: number): void => {
    if (kept === undefined) writer.sample(at, at.tail.view, 0, 0, value);
    else writer.sample(at, kept.view, kept.offsets[slot] as number, kept.offsets[slot + 1] as number, value);
  };
  const endLine = (exemplar?: Exemplar): void => {
    const end = exemplar === undefined ? "" : exemplarEnd(exemplar, dialect);
    if (end !== "") writer.text(end);
    writer.reserve(1);
    writer.byte(NEWLINE);
  };
  const line = (at: LineFrame, kept: PageBytes | undefined, slot: number, value: number): void => {
    put(at, kept, slot, value);
    writer.byte(NEWLINE);
  };
  const created =
    options.created && dialect.created && hasCreated(family.type) ? frame({ suffix: createdSuffix }) : undefined;
  const began = (page: SeriesPage, slot: number, kept: PageBytes | undefined): void => {
    if (created !== undefined) line(created, kept, slot, page.created[slot] as number);
  };

  switch (family.type) {
    case "histogram": {
      warnOfNativeOnly(family, part);
      const bounds = [...(part.bounds ?? []), Number.POSITIVE_INFINITY];
      const buckets = bounds.map((bound) => frame(bucketLine(bound)));
      const hasNegativeBounds = (bounds[0] as number) < 0;
      const [sum, count] = [
        frame({ suffix: dialect.totals(family.type).sum }),
        frame({ suffix: dialect.totals(family.type).count }),
      ];
      return (page, slot, at, kept) => {
        const { values } = page;
        const exemplars = dialect.exemplars ? page.detail(slot)?.exemplars : undefined;
        let total = 0;
        for (let i = 0; i < buckets.length; i++) {
          total += values[at + i] as number;
          put(buckets[i] as LineFrame, kept, slot, total);
          if (exemplars === undefined) writer.byte(NEWLINE);
          else endLine(exemplars[i]);
        }
        const all = values[at + buckets.length] as number;
        if (dialect.allowsSum("histogram", all, hasNegativeBounds)) {
          line(sum, kept, slot, all);
          line(count, kept, slot, total);
        }
        began(page, slot, kept);
      };
    }
    case "summary": {
      const quantiles = new Map<number, LineFrame>();
      const [sum, count] = [
        frame({ suffix: dialect.totals(family.type).sum }),
        frame({ suffix: dialect.totals(family.type).count }),
      ];
      return (page, slot, at, kept) => {
        for (const { quantile, value } of page.detail(slot)?.quantiles?.() ?? []) {
          if (!dialect.allowsQuantile(value)) continue;
          const known = quantiles.get(quantile) ?? frame(quantileLine(quantile));
          quantiles.set(quantile, known);
          line(known, kept, slot, value);
        }
        const all = page.values[at + 1] as number;
        if (dialect.allowsSum("summary", all, false)) line(sum, kept, slot, all);
        line(count, kept, slot, page.values[at] as number);
        began(page, slot, kept);
      };
    }
    case "stateset": {
      const states = (part.states ?? []).map((state) => frame(stateLine(family.name, state, scheme)));
      return (page, slot, at, kept) => {
        states.forEach((state, i) => {
          line(state, kept, slot, page.values[at + i] as number);
        });
      };
    }
    default: {
      const value = frame(valueLine);
      const mayHaveExemplar = dialect.exemplars && family.type === "counter";
      return (page, slot, at, kept) => {
        put(value, kept, slot, page.values[at] as number);
        if (mayHaveExemplar) endLine(page.detail(slot)?.exemplars?.[0]);
        else writer.byte(NEWLINE);
        began(page, slot, kept);
      };
    }
  }
}

/** Native buckets exist in protobuf alone: of a histogram without classic ones little is left in text. */
function warnOfNativeOnly({ name }: MetricFamily, { bounds, pages }: LivePart): void {
  const [page] = pages;
  if (page === undefined || bounds?.length !== 0 || page.detail(0)?.native === undefined) return;
  const error = new Error(
    "has native buckets only, which text formats cannot show; scrape it as protobuf, or give it classic buckets too",
  );
  reportOnce(page, error, { source: name, cause: "native" });
}
