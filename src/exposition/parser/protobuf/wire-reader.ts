/** The wire types, which say how long a value is. */
export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH_DELIMITED = 2;
const START_GROUP = 3;
const END_GROUP = 4;
const FIXED32 = 5;

/** A reader of the numbers and lengths in protobuf messages. */
export class WireReader {
  readonly bytes: Uint8Array;
  /** The offset of the next byte. */
  at = 0;
  readonly #view: DataView;
  /** The two halves of the last varint, 32 bits each. */
  #low = 0;
  #high = 0;

  /** @param bytes - the messages */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  uint64(): number {
    this.#varint();
    return this.#high * 2 ** 32 + this.#low;
  }

  int64(): number {
    this.#varint();
    return (this.#high | 0) * 2 ** 32 + this.#low;
  }

  sint64(): number {
    this.#varint();
    const sign = -(this.#low & 1);
    const low = ((this.#low >>> 1) | (this.#high << 31)) ^ sign;
    const high = (this.#high >>> 1) ^ sign;
    return high * 2 ** 32 + (low >>> 0);
  }

  uint32(): number {
    this.#varint();
    return this.#low;
  }

  int32(): number {
    return this.uint32() | 0;
  }

  sint32(): number {
    const value = this.uint32();
    return (value >>> 1) ^ -(value & 1);
  }

  double(): number {
    const start = this.at;
    this.#advance(8);
    return this.#view.getFloat64(start, true);
  }

  /** Skips the value of a field. */
  skip(tag: number): void {
    const groups: number[] = [];
    for (let next = tag; ; next = this.uint32()) {
      const field = next >>> 3;
      if (field === 0) throw new Error("a field number must be at least 1");
      if ((next & 7) === START_GROUP) groups.push(field);
      else if ((next & 7) !== END_GROUP) this.#skipValue(next & 7);
      else if (groups.pop() !== field) throw new Error("a group must end with the field number with which it began");
      if (groups.length === 0) return;
    }
  }

  #skipValue(wireType: number): void {
    if (wireType === VARINT) this.#varint();
    else if (wireType === FIXED64) this.#advance(8);
    else if (wireType === LENGTH_DELIMITED) this.#advance(this.uint64());
    else if (wireType === FIXED32) this.#advance(4);
    else throw new Error(`a wire type must be from 0 to 5, not ${wireType}`);
  }

  #advance(count: number): void {
    const left = this.bytes.length - this.at;
    if (count > left) throw new Error(`the body is truncated: ${count} bytes announced, ${left} left`);
    this.at += count;
  }

  #varint(): void {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.bytes[this.at];
      if (byte === undefined) throw new Error("the body is truncated in a number");
      this.at++;
      const bits = byte & 127;
      if (shift < 32) low |= bits << shift;
      if (shift > 28) high |= bits << (shift - 32);
      else if (shift === 28) high = bits >> 4;
      if (byte < 128) {
        this.#low = low >>> 0;
        this.#high = high >>> 0;
        return;
      }
    }
    throw new Error("a number must have at most 10 bytes");
  }
}
