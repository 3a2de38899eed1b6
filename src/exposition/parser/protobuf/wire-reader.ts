/** Reads numbers and lengths of protobuf messages, and passes fields over. */
export class WireReader {
  readonly bytes: Uint8Array;
  /** The place of the next byte. */
  at = 0;
  readonly #view: DataView;
  /** The two halves of the last varint, of 32 bits each. */
  #low = 0;
  #high = 0;

  /** @param bytes - messages */
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
    this.#pass(8);
    return this.#view.getFloat64(start, true);
  }

  /** Passes the value of a field over. */
  skip(tag: number): void {
    const groups: number[] = [];
    for (let next = tag; ; next = this.uint32()) {
      const field = next >>> 3;
      if (field === 0) throw new Error("a field's number is 1 or more");
      if ((next & 7) === 3) groups.push(field);
      else if ((next & 7) !== 4) this.#skipValue(next & 7);
      else if (groups.pop() !== field) throw new Error("a group ends where one of the same number has begun");
      if (groups.length === 0) return;
    }
  }

  #skipValue(wireType: number): void {
    if (wireType === 0) this.#varint();
    else if (wireType === 1) this.#pass(8);
    else if (wireType === 2) this.#pass(this.uint64());
    else if (wireType === 5) this.#pass(4);
    else throw new Error(`a wire type is from 0 to 5, not ${wireType}`);
  }

  #pass(count: number): void {
    const left = this.bytes.length - this.at;
    if (count > left) throw new Error(`the body is cut off: ${count} bytes announced, ${left} left`);
    this.at += count;
  }

  #varint(): void {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.bytes[this.at];
      if (byte === undefined) throw new Error("the body is cut off in a number");
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
    throw new Error("a number takes at most 10 bytes");
  }
}
