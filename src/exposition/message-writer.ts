import { Buffer } from "node:buffer";
import { varintSize } from "./number-bytes.js";

/** What a field takes at most, without the text of a string: a tag, and a number of 64 bits or a length. */
const FIELD_ROOM = 16;

/** Writes fields of protobuf messages. A tag is a field's number times 8, plus the wire type. */
export class MessageWriter {
  #bytes: Buffer = Buffer.allocUnsafeSlow(1024);
  #view: DataView = viewOf(this.#bytes);
  #at = 0;
  readonly #opened: number[] = [];

  /** Forgets what was written, whole or not. */
  begin(): void {
    this.#at = 0;
    this.#opened.length = 0;
  }

  /** Begins a message that is a field of another one. */
  open(tag: number): this {
    this.#reserve(FIELD_ROOM);
    this.#varint(tag);
    // Room for the length, which most often takes one byte.
    this.#opened.push(++this.#at);
    return this;
  }

  /** Ends the message that was opened last. */
  close(): this {
    const start = this.#opened.pop() ?? 0;
    const length = this.#at - start;
    const shift = varintSize(length) - 1;
    if (shift > 0) {
      this.#reserve(shift);
      this.#bytes.copyWithin(start + shift, start, this.#at);
    }
    this.#at = start - 1;
    this.#varint(length);
    this.#at += length;
    return this;
  }

  /** A string of well-formed text. */
  text(tag: number, text: string): this {
    this.#reserve(FIELD_ROOM + text.length);
    const start = this.#at;
    this.#varint(tag);
    this.#varint(text.length);
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code >= 128) {
        this.#at = start;
        return this.#utf8(tag, text);
      }
      this.#bytes[this.#at++] = code;
    }
    return this;
  }

  double(tag: number, value: number): this {
    this.#reserve(FIELD_ROOM);
    this.#varint(tag);
    this.#view.setFloat64(this.#at, value, true);
    this.#at += 8;
    return this;
  }

  /** An int32, int64, uint32 or uint64. */
  integer(tag: number, value: number): this {
    this.#reserve(FIELD_ROOM);
    this.#varint(tag);
    if (value < 0 || value > Number.MAX_SAFE_INTEGER) this.#long(bits(BigInt(value)));
    else this.#varint(value);
    return this;
  }

  /** A sint32 or sint64, which takes few bytes for a small negative number, too. */
  zigzag(tag: number, value: number): this {
    this.#reserve(FIELD_ROOM);
    this.#varint(tag);
    if (Math.abs(value) > 2 ** 52) this.#long(bits(value < 0 ? -2n * BigInt(value) - 1n : 2n * BigInt(value)));
    else this.#varint(value < 0 ? -2 * value - 1 : 2 * value);
    return this;
  }

  /** What was written. The bytes are those that are written next time. */
  written(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }

  #utf8(tag: number, text: string): this {
    const length = Buffer.byteLength(text);
    this.#reserve(FIELD_ROOM + length);
    this.#varint(tag);
    this.#varint(length);
    this.#at += this.#bytes.write(text, this.#at);
    return this;
  }

  /** A whole number that doubles hold exactly. */
  #varint(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = rest < 2 ** 31 ? rest >>> 7 : Math.floor(rest / 128)) {
      this.#bytes[this.#at++] = (rest & 127) | 128;
    }
    this.#bytes[this.#at++] = rest;
  }

  #long(value: bigint): void {
    let rest = value;
    for (; rest >= 128n; rest >>= 7n) this.#bytes[this.#at++] = Number(rest & 127n) | 128;
    this.#bytes[this.#at++] = Number(rest);
  }

  #reserve(count: number): void {
    if (this.#at + count <= this.#bytes.length) return;
    const wider = Buffer.allocUnsafeSlow(Math.max(this.#at + count, this.#bytes.length * 2));
    this.#bytes.copy(wider, 0, 0, this.#at);
    this.#bytes = wider;
    this.#view = viewOf(wider);
  }
}

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length);
}

/** A whole number as 64 bits. */
function bits(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}
