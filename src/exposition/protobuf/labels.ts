import { Buffer } from "node:buffer";
import type { CollectorSeries, SeriesPageView } from "../../model/collector-series.js";
import { type EscapingScheme, escapeLabelName } from "../../model/escaping-schemes.js";
import type { Labels } from "../../model/metric.js";
import { ByteWriter } from "../bytes/byte-writer.js";
import { varintSize } from "../bytes/number-bytes.js";

/** Tag of the `label` field of Metric, and of the name in a LabelPair. */
const LABEL = 10;
const NAME = 10;
/** Tag of the value in a LabelPair. */
const VALUE = 18;

/** What the labels of a part's series are written with: all that their bytes depend on beside the page. */
export interface ProtobufLabels {
  /** Tells these apart from those of another scheme or other constant labels. */
  readonly key: string;
  /** The constant labels as LabelPairs, then for each other label what comes before its value. */
  readonly block: DataView;
  /** Where the constant labels end, and then each of the others. */
  readonly ends: readonly number[];
}

interface KeptLabels extends ProtobufLabels {
  readonly scheme: EscapingScheme;
  readonly constLabels: Labels;
}

/** By the names that a collector has. */
const keptLabels = new WeakMap<readonly string[], KeptLabels>();

/** Where what is kept is put together. */
const draft = new ByteWriter(1024, Number.POSITIVE_INFINITY);

/** How the labels of a part are written under an escaping scheme. */
export function protobufLabels({ layout }: CollectorSeries, scheme: EscapingScheme): ProtobufLabels {
  const { labelNames, constLabels } = layout;
  const kept = keptLabels.get(labelNames);
  if (kept?.scheme === scheme && kept.constLabels === constLabels) return kept;
  draft.at = 0;
  for (const [name, value] of Object.entries(constLabels)) writePair(draft, escapeLabelName(name, scheme), value);
  const ends = [draft.at];
  for (const name of labelNames) {
    draft.textField(NAME, escapeLabelName(name, scheme));
    draft.reserve(1);
    draft.byte(VALUE);
    ends.push(draft.at);
  }
  const key = `${ends.join()} ${Buffer.from(draft.written).toString("latin1")}`;
  const made = { scheme, constLabels, key, block: draft.snapshot(), ends };
  keptLabels.set(labelNames, made);
  return made;
}

function writePair(writer: ByteWriter, name: string, value: string): void {
  writer.reserve(1);
  writer.byte(LABEL);
  writer.messageLength(fieldSize(Buffer.byteLength(name)) + fieldSize(Buffer.byteLength(value)));
  writer.textField(NAME, name);
  writer.textField(VALUE, value);
}

/** How many bytes a text of this length takes with its tag and its length. */
function fieldSize(length: number): number {
  return 1 + varintSize(length) + length;
}

/** The label values of one series, with their lengths as UTF-8. */
export class SeriesLabels {
  /** How many bytes the labels take. */
  size = 0;
  readonly #labels: ProtobufLabels;
  readonly #values: string[] = [];
  readonly #lengths: number[] = [];

  constructor(labels: ProtobufLabels) {
    this.#labels = labels;
  }

  /** Reads the values of a slot. */
  read(page: SeriesPageView, slot: number): void {
    const { ends } = this.#labels;
    let size = ends[0] as number;
    for (let label = 0; label < ends.length - 1; label++) {
      const value = page.labelValue(slot, label);
      const length = Buffer.byteLength(value);
      this.#values[label] = value;
      this.#lengths[label] = length;
      const pair = this.#pairSize(label);
      size += 1 + varintSize(pair) + pair;
    }
    this.size = size;
  }

  /** Writes the labels of the slot that was read last, making room itself. */
  write(writer: ByteWriter): void {
    const { block, ends } = this.#labels;
    writer.reserve(this.size);
    writer.range(block, 0, ends[0] as number);
    for (let label = 0; label < ends.length - 1; label++) {
      writer.byte(LABEL);
      writer.varint(this.#pairSize(label));
      writer.range(block, ends[label] as number, ends[label + 1] as number);
      writer.varint(this.#lengths[label] as number);
      writer.utf8(this.#values[label] as string, this.#lengths[label] as number);
    }
  }

  /** What comes before the value, and the value with its length. */
  #pairSize(label: number): number {
    const { ends } = this.#labels;
    const length = this.#lengths[label] as number;
    return (ends[label + 1] as number) - (ends[label] as number) + varintSize(length) + length;
  }
}
