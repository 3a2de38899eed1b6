import { Buffer } from "node:buffer";
import type { CollectorSeries, SeriesPageView } from "../../model/families/collector-series.js";
import { type EscapingScheme, escapeLabelName } from "../../model/families/escaping-schemes.js";
import type { Labels } from "../../model/families/metric.js";
import { ByteWriter } from "../bytes/byte-writer.js";
import { varintSize } from "../bytes/number-bytes.js";
import type { LabelFormat } from "../bytes/page-cache.js";
import { utf8Size } from "../bytes/utf8-size.js";
import { areEqual, areSameLabels } from "../equality.js";
import { LABEL_PAIR_NAME, LABEL_PAIR_VALUE, METRIC_LABEL } from "./tags.js";

/** The encoded constant labels and label names of a collector. */
export interface ProtobufLabelFormat extends LabelFormat {
  /** The constant labels as LabelPairs, followed by the bytes before the value of each other label. */
  readonly bytes: DataView;
  /** The position of the constant labels. */
  readonly start: number;
  /** The position after the constant labels, then the positions after each other label. */
  readonly ends: readonly number[];
  /** Whether each label is optional, if any is. */
  readonly optional: readonly boolean[] | undefined;
}

/** The maximum number of formats that are kept. Most collectors have the label names of others. */
const MAX_FORMATS = 256;

/** The formats of collectors by label names and constant labels. */
const formats = new Map<string, ProtobufLabelFormat>();

/** The format of the last labels without optional ones, and what determines it. The next ones are often the same. */
let last:
  | {
      readonly labelNames: readonly string[];
      readonly constLabels: Labels;
      readonly scheme: EscapingScheme;
      readonly format: ProtobufLabelFormat;
    }
  | undefined;

const draft = new ByteWriter(1024, Number.POSITIVE_INFINITY);

/** Returns the format of a collector's labels under an escaping scheme. */
export function labelFormatOf({ layout }: CollectorSeries, scheme: EscapingScheme): ProtobufLabelFormat {
  const { labelNames, optionalLabels, constLabels } = layout;
  const optional = optionalLabels?.size ? labelNames.map((name) => optionalLabels.has(name)) : undefined;
  if (optional !== undefined) return knownFormat(labelNames, optional, constLabels, scheme);
  if (last?.scheme === scheme && areEqual(last.labelNames, labelNames) && areSameLabels(last.constLabels, constLabels))
    return last.format;
  const format = knownFormat(labelNames, undefined, constLabels, scheme);
  last = { labelNames, constLabels, scheme, format };
  return format;
}

function knownFormat(
  labelNames: readonly string[],
  optional: readonly boolean[] | undefined,
  constLabels: Labels,
  scheme: EscapingScheme,
): ProtobufLabelFormat {
  const key = JSON.stringify([scheme, labelNames, constLabels, optional]);
  const format = formats.get(key) ?? encodeFormat(key, labelNames, optional, constLabels, scheme);
  if (formats.size >= MAX_FORMATS) formats.clear();
  formats.set(key, format);
  return format;
}

function encodeFormat(
  key: string,
  labelNames: readonly string[],
  optional: readonly boolean[] | undefined,
  constLabels: Labels,
  scheme: EscapingScheme,
): ProtobufLabelFormat {
  draft.at = 0;
  for (const [name, value] of Object.entries(constLabels)) writePair(draft, escapeLabelName(name, scheme), value);
  const ends = [draft.at];
  for (const name of labelNames) {
    draft.textField(LABEL_PAIR_NAME, escapeLabelName(name, scheme));
    draft.reserve(1);
    draft.byte(LABEL_PAIR_VALUE);
    ends.push(draft.at);
  }
  const { bytes, start } = draft.snapshot();
  return { key, bytes, start, ends: ends.map((end) => start + end), optional };
}

function writePair(writer: ByteWriter, name: string, value: string): void {
  writer.reserve(1);
  writer.byte(METRIC_LABEL);
  writer.messageLength(fieldSize(Buffer.byteLength(name)) + fieldSize(Buffer.byteLength(value)));
  writer.textField(LABEL_PAIR_NAME, name);
  writer.textField(LABEL_PAIR_VALUE, value);
}

/** Returns the size of a string of this length with its tag and its length. */
function fieldSize(length: number): number {
  return 1 + varintSize(length) + length;
}

/** The length of the value of a label that a series lacks. */
const ABSENT = -1;

/** The label values of one series, with their lengths as UTF-8. */
export class SeriesLabels {
  /** The size of the encoded labels. */
  size = 0;
  readonly #format: ProtobufLabelFormat;
  readonly #values: string[] = [];
  readonly #lengths: number[] = [];

  constructor(format: ProtobufLabelFormat) {
    this.#format = format;
  }

  /** Reads the label values of the slot at an offset. */
  read(page: SeriesPageView, offset: number): void {
    const { start, ends, optional } = this.#format;
    let size = (ends[0] as number) - start;
    for (let label = 0; label < ends.length - 1; label++) {
      const value = page.labelValue(offset, label);
      if (value === "" && optional?.[label]) {
        this.#lengths[label] = ABSENT;
        continue;
      }
      const length = utf8Size(value);
      this.#values[label] = value;
      this.#lengths[label] = length;
      const pair = this.#pairSize(label);
      size += 1 + varintSize(pair) + pair;
    }
    this.size = size;
  }

  /** Reserves space for the labels that were read last, and writes them. */
  write(writer: ByteWriter): void {
    const { bytes, start, ends } = this.#format;
    writer.reserve(this.size);
    writer.range(bytes, start, ends[0] as number);
    for (let label = 0; label < ends.length - 1; label++) {
      if (this.#lengths[label] === ABSENT) continue;
      writer.byte(METRIC_LABEL);
      writer.varint(this.#pairSize(label));
      writer.range(bytes, ends[label] as number, ends[label + 1] as number);
      writer.varint(this.#lengths[label] as number);
      writer.utf8(this.#values[label] as string);
    }
  }

  /** Returns the size of the bytes before a label's value, of the value's length and of the value. */
  #pairSize(label: number): number {
    const { ends } = this.#format;
    const length = this.#lengths[label] as number;
    return (ends[label + 1] as number) - (ends[label] as number) + varintSize(length) + length;
  }
}
