import { Buffer } from "node:buffer";
import type { Bytes } from "./bytes.js";
import { escapeLabelValue } from "./escaping.js";
import type { LineTemplate } from "./line-template.js";
import { formatValue } from "./number.js";
import { DOUBLE_SIZE, putDigits, putDouble } from "./number-bytes.js";
import { COPY_PADDING, type PaddedBytes } from "./padded-bytes.js";
import type { MessageBytes, PageBytes } from "./page-cache.js";

/** How many bytes make a chunk of a stream; a slice of a scrape ends soon after. */
const CHUNK_SIZE = 65_536;

const NEWLINE = 10;
const QUOTE = 34;
const BACKSLASH = 92;

/** What a value and a line feed take at most. */
const VALUE_ROOM = 32;

/** What a varint takes at most. */
const MAX_VARINT = 10;

type OwnBuffer = ReturnType<typeof Buffer.allocUnsafeSlow>;

const noBytes: OwnBuffer = Buffer.alloc(0);

/** A buffer that grows under what is written, and is handed on chunk by chunk. */
export class ByteWriter {
  /** How many bytes are written and not yet taken. */
  at = 0;
  #bytes: OwnBuffer = noBytes;
  #view: DataView = viewOf(noBytes);
  /** How many bytes to take when there are none. */
  #capacity: number;

  readonly #chunkSize: number;
  readonly #reuseAfter: number;
  #taken = 0;
  #spare: OwnBuffer | undefined;

  /**
   * @param capacity - how many bytes to begin with
   * @param chunkSize - from how many bytes on a chunk is full; `Infinity` to write one body
   * @param reuseAfter - after how many bytes the memory of a chunk is used again once the next one is taken
   */
  constructor(
    capacity: number = CHUNK_SIZE + CHUNK_SIZE / 4,
    chunkSize: number = CHUNK_SIZE,
    reuseAfter: number = Number.POSITIVE_INFINITY,
  ) {
    this.#chunkSize = chunkSize;
    this.#reuseAfter = reuseAfter;
    this.#capacity = capacity;
  }

  /** Whether there is enough for a chunk. */
  get isFull(): boolean {
    return this.at >= this.#chunkSize;
  }

  /** Hands a chunk on, if it is full. */
  takeFull(): Bytes | undefined {
    return this.isFull ? this.take() : undefined;
  }

  /** Hands the written bytes on; writing goes on in another buffer. */
  take(): Bytes {
    const chunk = this.#bytes.subarray(0, this.at);
    this.#taken += this.at;
    this.#capacity = this.#bytes.length;
    const next = this.#spare ?? noBytes;
    this.#spare = this.#taken > this.#reuseAfter ? this.#bytes : undefined;
    this.#bytes = next;
    this.#view = viewOf(this.#bytes);
    this.at = 0;
    return chunk;
  }

  /** What is written and not yet taken; writing on may change it. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.at);
  }

  /** A copy of what is written, with room behind it. */
  snapshot(): DataView {
    const padded = new Uint8Array(this.at + COPY_PADDING);
    padded.set(this.written);
    return viewOf(padded);
  }

  /** Makes room for this many bytes more. Call it before `range`, `value`, `double`, `varint` and `byte`. */
  reserve(count: number): void {
    const needed = this.at + count + COPY_PADDING;
    if (needed <= this.#bytes.length) return;
    const wider = Buffer.allocUnsafeSlow(Math.max(needed, this.#capacity, this.#bytes.length * 2));
    this.#bytes.copy(wider, 0, 0, this.at);
    this.#bytes = wider;
    this.#view = viewOf(wider);
  }

  /** Makes room for this many bytes more where they all go into one body, which then need not grow step by step. */
  expect(count: number): void {
    if (this.#chunkSize === Number.POSITIVE_INFINITY) this.reserve(count);
  }

  /** Writes one byte. */
  byte(byte: number): void {
    this.#bytes[this.at++] = byte;
  }

  /** Writes a piece, making room itself. */
  padded({ view, length }: PaddedBytes): void {
    this.reserve(length);
    this.at = copy(view, 0, length, this.#view, this.at);
  }

  /** Writes bytes from `from` to `to` of a view that has room behind them. */
  range(source: DataView, from: number, to: number): void {
    const target = this.#view;
    let { at } = this;
    this.at += to - from;
    for (; from < to; from += 4, at += 4) target.setUint32(at, source.getUint32(from, true), true);
  }

  /**
   * Writes a sample up to the end of its value, making room itself.
   *
   * @param frame - what comes before and behind the labels
   * @param labels - a view that has room behind them; they go from `from` to `to`
   */
  sample(frame: LineTemplate, labels: DataView, from: number, to: number, value: number): void {
    this.reserve(frame.end - frame.start + to - from + VALUE_ROOM);
    this.#sample(frame, labels, from, to, value);
  }

  /**
   * Writes the line of each series of a page, where each has one, making room itself.
   *
   * @param frame - what comes before and behind the labels
   * @param kept - the labels
   * @param values - a value for each series
   */
  lines(frame: LineTemplate, { view, offsets }: PageBytes, values: Float64Array): void {
    const count = offsets.length - 1;
    this.reserve((offsets[count] as number) + count * (frame.end - frame.start + VALUE_ROOM));
    for (let slot = 0; slot < count; slot++) {
      this.#sample(frame, view, offsets[slot] as number, offsets[slot + 1] as number, values[slot] as number);
      this.byte(NEWLINE);
    }
  }

  #sample({ view, start, middle, end }: LineTemplate, labels: DataView, from: number, to: number, value: number): void {
    const target = this.#view;
    let at = copy(view, start, middle, target, this.at);
    at = copy(labels, from, to, target, at);
    this.at = copy(view, middle, end, target, at);
    this.value(value);
  }

  /** Writes the inside of a quoted label value, making room itself. */
  labelValue(value: string): void {
    this.reserve(value.length);
    const bytes = this.#bytes;
    let { at } = this;
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code >= 0x80 || code === QUOTE || code === BACKSLASH || code === NEWLINE) {
        this.text(escapeLabelValue(value));
        return;
      }
      bytes[at++] = code;
    }
    this.at = at;
  }

  /** Writes bytes, making room itself. */
  bytes(source: Uint8Array): void {
    this.reserve(source.length);
    this.#bytes.set(source, this.at);
    this.at += source.length;
  }

  /** Writes a double of protobuf. */
  double(value: number): void {
    putDouble(this.#view, this.at, value);
    this.at += DOUBLE_SIZE;
  }

  /**
   * Writes a message of protobuf in which a value has its room, making room itself.
   *
   * @param kept - the messages of a page
   * @param slot - which of them
   */
  message({ view, offsets, trailingBytes: behind }: MessageBytes, slot: number, value: number): void {
    const from = offsets[slot] as number;
    const to = offsets[slot + 1] as number;
    this.reserve(to - from);
    this.range(view, from, to);
    putDouble(this.#view, this.at - (behind[slot] as number) - DOUBLE_SIZE, value);
  }

  /**
   * Writes the message of each series of a page, where each has one, making room itself.
   *
   * @param kept - the messages
   * @param values - a value for each series
   */
  messages({ view, offsets, trailingBytes: behind }: MessageBytes, values: Float64Array): void {
    const count = behind.length;
    const start = this.at;
    this.bytes(new Uint8Array(view.buffer, 0, offsets[count]));
    const target = this.#view;
    for (let slot = 0; slot < count; slot++) {
      const end = start + (offsets[slot + 1] as number);
      putDouble(target, end - (behind[slot] as number) - DOUBLE_SIZE, values[slot] as number);
    }
  }

  /** Writes a whole number from 0 to 2 ** 53 as a varint of protobuf. */
  varint(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = rest < 0x8000_0000 ? rest >>> 7 : Math.floor(rest / 128))
      this.byte((rest & 0x7f) | 0x80);
    this.byte(rest);
  }

  /** Writes a message's length in front of it, making room itself. */
  messageLength(length: number): void {
    this.reserve(MAX_VARINT);
    this.varint(length);
  }

  /** Writes a text of protobuf after its tag and its length, making room itself. */
  textField(tag: number, text: string): void {
    const length = Buffer.byteLength(text);
    this.reserve(1 + MAX_VARINT + length);
    this.byte(tag);
    this.varint(length);
    this.utf8(text, length);
  }

  /** Writes text whose length as UTF-8 is known. Room for it must have been made. */
  utf8(text: string, length: number): void {
    if (length === text.length) this.#ascii(text);
    else this.at += this.#bytes.write(text, this.at);
  }

  /** Writes text as UTF-8, making room itself. */
  text(text: string): void {
    this.reserve(text.length * 3);
    this.at += this.#bytes.write(text, this.at);
  }

  /** Writes a sample's value; takes at most 24 bytes. */
  value(value: number): void {
    const whole = value | 0;
    // Of the numbers that are equal to a whole one of 32 bits, -0 alone is written otherwise.
    if (whole === value && whole >= 0 && (whole > 0 || Object.is(value, 0)))
      this.at = putDigits(this.#view, this.at, whole);
    else this.#ascii(formatValue(value));
  }

  #ascii(text: string): void {
    const bytes = this.#bytes;
    let { at } = this;
    for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i);
    this.at = at;
  }
}

/**
 * Copies text, eight bytes at a time, and returns where it ends. The bytes travel as doubles, which is the fastest way there
 * is; none of these is a NaN, whose bits might change on the way, since no eight bytes of well-formed UTF-8 make one.
 */
function copy(source: DataView, from: number, to: number, target: DataView, start: number): number {
  const end = start + to - from;
  for (let at = start; at < end; from += COPY_PADDING, at += COPY_PADDING)
    target.setFloat64(at, source.getFloat64(from, true), true);
  return end;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
