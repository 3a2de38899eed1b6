import protobuf from "protobufjs/minimal.js";
import { type EscapingScheme, escapeLabelName } from "../model/escaping-schemes.js";
import type { LivePart, SeriesPage } from "../model/live.js";
import type { Labels } from "../model/metric-family.js";
import { type MessageBytes, offsetsOf, type PageBytes, PageCache } from "./page-bytes.js";
import { SLACK } from "./piece.js";

type Writer = protobuf.Writer;

/** Writes labels as the `label` field of a Metric: field 1 of LabelPair is the name, field 2 the value. */
export function writeLabels(writer: Writer, labels: Labels, scheme: EscapingScheme): void {
  for (const [name, value] of Object.entries(labels)) writeLabel(writer, escapeLabelName(name, scheme), value);
}

/** Writes one LabelPair; protobufjs would write half a surrogate pair as it is, which is not UTF-8. */
export function writeLabel(writer: Writer, name: string, value: string): void {
  writer.uint32(10).fork().uint32(10).string(name).uint32(18).string(value.toWellFormed()).ldelim();
}

/** The constant labels, encoded, followed by the names of the others: all that bytes depend on beside the page. */
export interface LabelKey {
  /** Tells two keys apart. */
  readonly key: string;
  /** The names of the series' own labels, as they are written. */
  readonly names: readonly string[];
}

interface KeptKey extends LabelKey {
  readonly scheme: EscapingScheme;
  readonly constLabels: Labels;
}

/** By the names that a collector has. */
const keptKeys = new WeakMap<readonly string[], KeptKey>();

/** How the labels of a part are written under an escaping scheme. */
export function labelKey({ labelNames, constLabels }: LivePart, scheme: EscapingScheme): LabelKey {
  const kept = keptKeys.get(labelNames);
  if (kept?.scheme === scheme && kept.constLabels === constLabels) return kept;
  const names = labelNames.map((name) => escapeLabelName(name, scheme));
  const constant = Object.entries(constLabels).map(([name, value]) => [escapeLabelName(name, scheme), value]);
  const made = { scheme, constLabels, key: JSON.stringify([constant, names]), names };
  keptKeys.set(labelNames, made);
  return made;
}

/** The constant labels that a key holds. */
function constantsOf(key: string): Labels {
  return Object.fromEntries((JSON.parse(key) as [[string, string][]])[0]);
}

function writeSeriesLabels(
  writer: Writer,
  page: SeriesPage,
  slot: number,
  constants: Labels,
  names: readonly string[],
): void {
  for (const name in constants) writeLabel(writer, name, constants[name] as string);
  for (const [i, name] of names.entries()) writeLabel(writer, name, page.labelValue(slot, i));
}

/** The labels of live series, for metrics whose values change their length. */
export const protobufLabelCache: PageCache = new PageCache((page, key, names) => {
  const constants = constantsOf(key);
  return encodeSlots(page, key, (writer, slot) => writeSeriesLabels(writer, page, slot, constants, names));
});

/** Whole metrics of counters, with a gap where the value belongs. */
export const counterCache: PageCache<MessageBytes> = new PageCache((page, key, names) => {
  const constants = constantsOf(key);
  return encodeMessages(page, key, (writer, slot) => {
    writer.uint32(34).fork();
    writeSeriesLabels(writer, page, slot, constants, names);
    writer.uint32(26).fork().uint32(9).double(0);
    const before = writer.len;
    writeTimestamp(writer, 26, page.created[slot] as number);
    const behind = writer.len - before;
    writer.ldelim().ldelim();
    return behind;
  });
});

/** Whole metrics of gauges, with a gap where the value belongs. */
export const gaugeCache: PageCache<MessageBytes> = new PageCache((page, key, names) => {
  const constants = constantsOf(key);
  return encodeMessages(page, key, (writer, slot) => {
    writer.uint32(34).fork();
    writeSeriesLabels(writer, page, slot, constants, names);
    writer.uint32(18).fork().uint32(9).double(0).ldelim().ldelim();
    return 0;
  });
});

/** Whole seconds, and nanoseconds from 0 to 999,999,999. */
export function timestampOf(seconds: number): { readonly whole: number; readonly nanos: number } {
  const whole = Math.floor(seconds);
  const nanos = Math.round((seconds - whole) * 1e9);
  return nanos === 1e9 ? { whole: whole + 1, nanos: 0 } : { whole, nanos };
}

/** Writes a google.protobuf.Timestamp under a field's tag. */
export function writeTimestamp(writer: Writer, tag: number, seconds: number): void {
  const { whole, nanos } = timestampOf(seconds);
  writer.uint32(tag).fork();
  if (whole !== 0) writer.uint32(8).int64(whole);
  if (nanos !== 0) writer.uint32(16).int32(nanos);
  writer.ldelim();
}

/** Encodes message after message; `write` says how many bytes come behind a message's value. */
function encodeMessages(page: SeriesPage, key: string, write: (writer: Writer, slot: number) => number): MessageBytes {
  const behind = new Uint8Array(page.used);
  const kept = encodeSlots(page, key, (writer, slot) => {
    behind[slot] = write(writer, slot);
  });
  return { ...kept, behind };
}

/** Encodes slot after slot. */
function encodeSlots(page: SeriesPage, key: string, write: (writer: Writer, slot: number) => void): PageBytes {
  const writer = protobuf.Writer.create();
  const ends = new Uint32Array(page.used + 1);
  for (let slot = 0; slot < page.used; slot++) {
    write(writer, slot);
    ends[slot + 1] = writer.len;
  }
  const bytes = writer.finish();
  const padded = new Uint8Array(bytes.length + SLACK);
  padded.set(bytes);
  return { key, version: page.version, offsets: offsetsOf(ends), view: new DataView(padded.buffer) };
}
