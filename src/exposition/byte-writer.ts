import { formatValue } from "./number.js";

/** How many bytes make a chunk of a stream; a slice of a scrape ends soon after. */
const CHUNK_SIZE = 65_536;

/** Words are copied four bytes at a time, so what is copied from and to has this much room behind it. */
const SLACK = 4;

/** Two digits at a time, as their character codes. */
const digitPairs = new Uint16Array(100).map((_, n) => ((n % 10) + 48) * 256 + Math.floor(n / 10) + 48);

/** Bytes that are copied again and again. */
export class Piece {
  /** How many bytes. */
  readonly length: number;
  /** The bytes, with room behind them. */
  readonly view: DataView;

  /** @param text - what the bytes encode as UTF-8 */
  constructor(text: string) {
    const bytes = Buffer.from(text, "utf8");
    const padded = new Uint8Array(bytes.length + SLACK);
    padded.set(bytes);
    this.length = bytes.length;
    this.view = new DataView(padded.buffer);
  }
}

/** A buffer that grows under what is written, and is handed on chunk by chunk. */
export class ByteWriter {
  /** How many bytes are written and not yet taken. */
  at = 0;
  #bytes: Buffer;
  #view: DataView;

  readonly #chunkSize: number;
  readonly #reuseAfter: number;
  #taken = 0;
  #spare: Buffer | undefined;

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
    this.#bytes = Buffer.allocUnsafeSlow(capacity);
    this.#view = viewOf(this.#bytes);
  }

  /** Whether there is enough for a chunk. */
  get isFull(): boolean {
    return this.at >= this.#chunkSize;
  }

  /** Hands a chunk on, if it is full. */
  takeFull(): Uint8Array | undefined {
    return this.isFull ? this.take() : undefined;
  }

  /** Hands the written bytes on; writing goes on in another buffer. */
  take(): Uint8Array {
    const chunk = this.#bytes.subarray(0, this.at);
    this.#taken += this.at;
    const next = this.#spare ?? Buffer.allocUnsafeSlow(this.#bytes.length);
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

  /** Makes room for this many bytes more. Call it before `piece`, `range`, `value` and `byte`. */
  reserve(count: number): void {
    const needed = this.at + count + SLACK;
    if (needed <= this.#bytes.length) return;
    const wider = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(wider, 0, 0, this.at);
    this.#bytes = wider;
    this.#view = viewOf(wider);
  }

  /** Writes one byte. */
  byte(byte: number): void {
    this.#bytes[this.at++] = byte;
  }

  /** Writes a piece. */
  piece(piece: Piece): void {
    this.range(piece.view, 0, piece.length);
  }

  /** Writes bytes from `from` to `to` of a view that has room behind them. */
  range(source: DataView, from: number, to: number): void {
    const target = this.#view;
    let at = this.at;
    this.at += to - from;
    for (; from < to; from += 4, at += 4) target.setUint32(at, source.getUint32(from, true), true);
  }

  /** Writes bytes, making room itself. */
  bytes(source: Uint8Array): void {
    this.reserve(source.length);
    this.#bytes.set(source, this.at);
    this.at += source.length;
  }

  /** Writes a double, least byte first. */
  double(value: number): void {
    this.#view.setFloat64(this.at, value, true);
    this.at += 8;
  }

  /** Puts a double, least byte first, somewhere in what was written. */
  patch(at: number, value: number): void {
    this.#view.setFloat64(at, value, true);
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
    this.reserve(10);
    this.varint(length);
  }

  /** Writes text as UTF-8, making room itself. */
  text(text: string): void {
    this.reserve(text.length * 3);
    this.at += this.#bytes.write(text, this.at);
  }

  /** Writes a sample's value; takes at most 24 bytes. */
  value(value: number): void {
    if (value >= 0 && value < 1e9 && Math.floor(value) === value && (value > 0 || Object.is(value, 0)))
      this.#integer(value);
    else this.#ascii(formatValue(value));
  }

  #integer(value: number): void {
    const view = this.#view;
    let end =
      this.at +
      (value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : value < 1e4 ? 4 : value < 1e5 ? 5 : digits(value));
    this.at = end;
    let rest = value | 0;
    while (rest >= 10) {
      const next = (rest / 100) | 0;
      end -= 2;
      view.setUint16(end, digitPairs[rest - next * 100] as number, true);
      rest = next;
    }
    if (rest > 0 || value === 0) view.setUint8(end - 1, rest + 48);
  }

  #ascii(text: string): void {
    const bytes = this.#bytes;
    let { at } = this;
    for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i);
    this.at = at;
  }
}

/** How many bytes a whole number takes as a varint. */
export function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 128)) size++;
  return size;
}

function digits(value: number): number {
  return value < 1e6 ? 6 : value < 1e7 ? 7 : value < 1e8 ? 8 : 9;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
