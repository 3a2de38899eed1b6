import { Buffer } from "node:buffer";
import type { Bytes } from "./bytes.js";
import { type LineTemplate, sizeOf } from "./line-template.js";
import { formatValue } from "./number.js";
import { DOUBLE_SIZE, putDigits, putDouble, varintSize } from "./number-bytes.js";
import { allocatePadded, COPY_PADDING, copyText, type PaddedBytes } from "./padded-bytes.js";
import type { PageBytes } from "./page-cache.js";
import { utf8Size } from "./utf8-size.js";

/** The size in bytes of a chunk of a stream. A slice of a scrape ends soon after one is full. */
const CHUNK_SIZE = 65_536;

const NEWLINE = 10;

/** The maximum size of a value and a line feed. */
export const VALUE_ROOM = 32;

/** The maximum number of bytes that a loop copies or writes faster than the platform does. */
const SHORT_COPY = 512;

/** The maximum size of a varint, and that of the length of most messages. */
const MAX_VARINT = 10;
const USUAL_VARINT = 2;

type OwnBuffer = ReturnType<typeof Buffer.allocUnsafeSlow>;

const noBytes: OwnBuffer = Buffer.alloc(0);

/** A buffer that grows as it is written to, and whose contents are taken in chunks. */
export class ByteWriter {
  /** The number of bytes that are written and not yet taken. */
  at = 0;
  #bytes: OwnBuffer = noBytes;
  #view: DataView = viewOf(noBytes);
  /** The size of the next buffer to allocate. */
  #capacity: number;
  readonly #chunkSize: number;
  readonly #reuseAfter: number;
  #taken = 0;
  #spare: OwnBuffer | undefined;

  /**
   * @param capacity - the size in bytes of the first buffer
   * @param chunkSize - the size in bytes of a full chunk; `Infinity` to write one body
   * @param reuseAfter - the number of bytes taken after which a chunk's buffer is reused once the next chunk is taken
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

  /** Whether enough bytes for a chunk are written. */
  get isFull(): boolean {
    return this.at >= this.#chunkSize;
  }

  /** Takes the written bytes if they fill a chunk. */
  takeFull(): Bytes | undefined {
    return this.isFull ? this.take() : undefined;
  }

  /** Takes the written bytes and continues in another buffer. */
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

  /** The bytes that are not yet taken. Further writes may change them. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.at);
  }

  /** Returns a copy of the written bytes from a position on, padded. */
  snapshot(from = 0): PaddedBytes {
    const padded = allocatePadded(this.at - from);
    this.copyTo(padded.bytes, padded.start, from);
    return padded;
  }

  /** Copies the written bytes from a position on into padded memory. */
  copyTo(target: DataView, start: number, from: number): void {
    const length = this.at - from;
    const source = this.#view;
    if (length > SHORT_COPY) new Uint8Array(target.buffer, start, length).set(this.#bytes.subarray(from, this.at));
    else for (let at = 0; at < length; at += 4) target.setUint32(start + at, source.getUint32(from + at, true), true);
  }

  /** Reserves space for this many bytes. Call it before `range`, `value`, `double`, `varint` and `byte`. */
  reserve(count: number): void {
    const needed = this.at + count + COPY_PADDING;
    if (needed <= this.#bytes.length) return;
    const wider = Buffer.allocUnsafeSlow(Math.max(needed, this.#capacity, this.#bytes.length * 2));
    this.#bytes.copy(wider, 0, 0, this.at);
    this.#bytes = wider;
    this.#view = viewOf(wider);
  }

  /** Reserves space for this many bytes if the writer writes one body, which then grows only once. */
  expect(count: number): void {
    if (this.#chunkSize === Number.POSITIVE_INFINITY) this.reserve(count);
  }

  /** Writes one byte. */
  byte(byte: number): void {
    this.#bytes[this.at++] = byte;
  }

  /** Reserves space for padded bytes and writes them. */
  padded({ bytes, start, end }: PaddedBytes): void {
    this.reserve(end - start);
    this.at = copyText(bytes, start, end, this.#view, this.at);
  }

  /** Writes the bytes of padded data from `from` to `to`. */
  range(source: DataView, from: number, to: number): void {
    const target = this.#view;
    let { at } = this;
    this.at += to - from;
    for (; from < to; from += 4, at += 4) target.setUint32(at, source.getUint32(from, true), true);
  }

  /**
   * Reserves space for a sample and writes it up to the end of its value.
   *
   * @param template - the rest of the line
   * @param labels - padded data that has the labels from `from` to `to`
   */
  sample(template: LineTemplate, labels: DataView, from: number, to: number, value: number): void {
    this.reserve(sizeOf(template) + to - from + VALUE_ROOM);
    this.#sample(template, labels, from, to, value);
  }

  /** Reserves space for text within a line that is already written and not yet taken, and writes it again. */
  again(from: number, to: number): void {
    this.reserve(to - from);
    this.at = copyText(this.#view, from, to, this.#view, this.at);
  }

  /** Like {@link sample}, where everything before the tail is already written as the beginning of another line. */
  sampleAgain(from: number, to: number, tail: PaddedBytes, value: number): void {
    this.reserve(to - from + tail.end - tail.start + VALUE_ROOM);
    const target = this.#view;
    this.at = copyText(tail.bytes, tail.start, tail.end, target, copyText(target, from, to, target, this.at));
    this.value(value);
  }

  /**
   * Reserves space for the lines of a page whose series have one line each, and writes them.
   *
   * @param template - the rest of each line
   * @param labels - the labels of each series
   * @param values - the value of each series
   */
  pageLines(template: LineTemplate, { bytes, starts }: PageBytes, values: Float64Array): void {
    const count = starts.length - 1;
    this.reserve((starts[count] as number) - (starts[0] as number) + count * (sizeOf(template) + VALUE_ROOM));
    for (let offset = 0; offset < count; offset++) {
      this.#sample(template, bytes, starts[offset] as number, starts[offset + 1] as number, values[offset] as number);
      this.byte(NEWLINE);
    }
  }

  #sample(template: LineTemplate, labels: DataView, from: number, to: number, value: number): void {
    const { head, tail } = template;
    const target = this.#view;
    let at = copyText(head.bytes, head.start, head.end, target, this.at);
    at = copyText(labels, from, to, target, at);
    this.at = copyText(tail.bytes, tail.start, tail.end, target, at);
    this.value(value);
  }

  /** Reserves space for bytes and writes them. */
  bytes(source: Uint8Array): void {
    this.reserve(source.length);
    this.#bytes.set(source, this.at);
    this.at += source.length;
  }

  /** Reserves space for bytes of any content and writes them. */
  binary({ bytes, start, end }: PaddedBytes): void {
    if (end - start > SHORT_COPY) this.bytes(new Uint8Array(bytes.buffer, start, end - start));
    else {
      this.reserve(end - start);
      this.range(bytes, start, end);
    }
  }

  /** The memory with the written bytes, which may be changed there until the next write. */
  get view(): DataView {
    return this.#view;
  }

  /** Writes a protobuf double. */
  double(value: number): void {
    putDouble(this.#view, this.at, value);
    this.at += DOUBLE_SIZE;
  }

  /** Writes a whole number from 0 to 2 ** 53 as a protobuf varint. */
  varint(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = rest < 0x8000_0000 ? rest >>> 7 : Math.floor(rest / 128))
      this.byte((rest & 0x7f) | 0x80);
    this.byte(rest);
  }

  /** Reserves space for the length of a protobuf message and writes it. */
  messageLength(length: number): void {
    this.reserve(MAX_VARINT);
    this.varint(length);
  }

  /** Begins a protobuf message whose length is not known yet, and returns the position of its content. */
  beginMessage(): number {
    this.reserve(MAX_VARINT);
    this.at += USUAL_VARINT;
    return this.at;
  }

  /** Ends a message that was begun, and writes its length before it. */
  endMessage(start: number): void {
    const length = this.at - start;
    const moved = varintSize(length) - USUAL_VARINT;
    if (moved !== 0) {
      this.reserve(MAX_VARINT);
      this.#bytes.copyWithin(start + moved, start, this.at);
    }
    this.at = start - USUAL_VARINT;
    this.varint(length);
    this.at += length;
  }

  /** Reserves space for a protobuf string and writes its tag, its length and its text. */
  textField(tag: number, text: string): void {
    const length = utf8Size(text);
    this.reserve(1 + MAX_VARINT + length);
    this.byte(tag);
    this.varint(length);
    this.utf8(text);
  }

  /** Writes text as UTF-8. The caller must have reserved space for it. */
  utf8(text: string): void {
    if (text.length > SHORT_COPY || !this.#ascii(text)) this.at += this.#bytes.write(text, this.at);
  }

  /** Reserves space for text and writes it as UTF-8. */
  text(text: string): void {
    this.reserve(text.length * 3);
    this.utf8(text);
  }

  /** Writes the value of a sample, which takes at most 24 bytes. */
  value(value: number): void {
    const whole = value | 0;
    // -0 equals a whole number of 32 bits, but is written differently.
    if (whole === value && (whole > 0 || Object.is(value, 0))) this.at = putDigits(this.#view, this.at, whole);
    else this.#ascii(formatValue(value));
  }

  /** Writes text if all of it is ASCII, and returns whether it is. */
  #ascii(text: string): boolean {
    const bytes = this.#bytes;
    let { at } = this;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code >= 0x80) return false;
      bytes[at++] = code;
    }
    this.at = at;
    return true;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
