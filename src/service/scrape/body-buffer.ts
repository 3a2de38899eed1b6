import { Buffer } from "node:buffer";
import { ByteWriter } from "../../exposition/bytes/byte-writer.js";

/** The initial capacity, in bytes. */
const INITIAL_CAPACITY = 65_536;

/** The length of the chunks that a body is split into, in bytes. */
const CHUNK_LENGTH = 65_536;

/** The number of buffers that are kept for later scrapes. */
const MAX_IDLE = 2;

/**
 * A reusable buffer that a body is assembled in. The bytes of a buffer are outside of the heap; allocating up to a
 * megabyte of such memory for each scrape would trigger full garbage collections again and again.
 */
export class BodyBuffer {
  /** The writer of the chunks. Requesting a chunk overwrites the memory of the previous one. */
  readonly writer = new ByteWriter(undefined, undefined, 0);
  #bytes = Buffer.allocUnsafeSlow(INITIAL_CAPACITY);
  #length = 0;

  /** The assembled bytes. */
  get body(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Yields the body in chunks. */
  *chunks(): Generator<Uint8Array> {
    for (let at = 0; at < this.#length; at += CHUNK_LENGTH)
      yield this.#bytes.subarray(at, Math.min(at + CHUNK_LENGTH, this.#length));
  }

  /** Appends a copy of a chunk. */
  append(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (length > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(length, this.#bytes.length * 2));
      larger.set(this.body);
      this.#bytes = larger;
    }
    this.#bytes.set(chunk, this.#length);
    this.#length = length;
  }

  /** Empties the buffer and keeps its memory. */
  clear(): void {
    this.#length = 0;
  }
}

/** A pool of {@link BodyBuffer}s. */
export class BodyBufferPool {
  readonly #idle: BodyBuffer[] = [];

  /** Returns an empty buffer. */
  acquire(): BodyBuffer {
    return this.#idle.pop() ?? new BodyBuffer();
  }

  /** Returns a buffer to the pool, after its body has been sent. */
  release(buffer: BodyBuffer): void {
    buffer.clear();
    if (this.#idle.length < MAX_IDLE) this.#idle.push(buffer);
  }
}
