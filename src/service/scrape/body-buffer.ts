import { Buffer } from "node:buffer";
import { ByteWriter } from "../../exposition/bytes/byte-writer.js";

/** How much to begin with, in bytes. */
const FIRST_LENGTH = 65_536;

/** How many bytes are handed on at a time. */
const PIECE_LENGTH = 65_536;

/** How many pieces of memory are kept for the next scrapes. */
const MAX_IDLE = 2;

/**
 * Memory in which bodies are put together, one after the other. A body's bytes lie outside of the heap, and as much as a
 * megabyte for each scrape would make the garbage collector go through the whole heap again and again.
 */
export class BodyBuffer {
  /** What the chunks are written with: the memory of one is used again when the next one is asked for. */
  readonly writer = new ByteWriter(undefined, undefined, 0);
  #bytes = Buffer.allocUnsafeSlow(FIRST_LENGTH);
  #length = 0;

  /** The body. */
  get body(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** The body, as long as chunks are. */
  *chunks(): Generator<Uint8Array> {
    for (let at = 0; at < this.#length; at += PIECE_LENGTH)
      yield this.#bytes.subarray(at, Math.min(at + PIECE_LENGTH, this.#length));
  }

  /** Adds a copy of a chunk. */
  append(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (length > this.#bytes.length) {
      const wider = Buffer.allocUnsafeSlow(Math.max(length, this.#bytes.length * 2));
      wider.set(this.body);
      this.#bytes = wider;
    }
    this.#bytes.set(chunk, this.#length);
    this.#length = length;
  }

  /** Forgets the body. */
  clear(): void {
    this.#length = 0;
  }
}

/** Memory that is used again. */
export class BodyBufferPool {
  readonly #idle: BodyBuffer[] = [];

  /** Memory for one body. */
  acquire(): BodyBuffer {
    return this.#idle.pop() ?? new BodyBuffer();
  }

  /** Takes memory back whose body is sent. */
  release(memory: BodyBuffer): void {
    memory.clear();
    if (this.#idle.length < MAX_IDLE) this.#idle.push(memory);
  }
}
