import type { ServerResponse } from "node:http";
import type { Negotiated } from "../../exposition/negotiation/negotiate.js";
import { chunksOf } from "../../exposition/render.js";
import { Slice } from "../../globals/scrape-slice.js";
import type { Gathered, GatherFailure } from "../../model/collector.js";
import { abortController } from "../../platform/abort.js";
import { dispose } from "../../platform/dispose.js";
import { releasesMemory } from "../responses/response-kind.js";
import type { ActiveResponses } from "./active-responses.js";
import type { BodyBuffer, BodyBufferPool } from "./body-buffer.js";
import { gzipped, MIN_GZIP_LENGTH } from "./compression.js";
import { sendStream, sendWhole } from "./send-exposition.js";

/** Up to this length a body is put together before it is sent: it then goes out with its length. */
const MAX_WHOLE_LENGTH = 1_048_576;

type Chunks = AsyncGenerator<Uint8Array, void>;

/** How bodies of one service are written. */
export interface BodyOptions {
  /** Whether OpenMetrics shows when series began. */
  readonly createdSamples: boolean;
  /** Where memory comes from and goes to. */
  readonly buffers: BodyBufferPool;
  /** Who waits for bytes. */
  readonly responses: ActiveResponses;
}

/**
 * One exposition that several scrapes send. A short one is put together once for all of them. A long one is a stream for each
 * scrape, as fast as its client reads; the first to ask goes on with what is written already.
 */
export class SharedBody {
  /** Which families this format cannot show. */
  readonly failures: GatherFailure[] = [];
  readonly #writers: ActiveResponses;
  readonly #memories: BodyBufferPool;
  readonly #memory: BodyBuffer;
  readonly #stopping = abortController();
  readonly #write: (signal: AbortSignal) => Promise<Chunks>;
  readonly #begun: Promise<Chunks>;
  readonly #whole: Promise<Uint8Array | undefined>;
  #gzipped: Promise<Uint8Array> | undefined;
  #isWhole = false;
  /** Whether a scrape streams what is begun. */
  #isTaken = false;
  /** How many may still read the memory; this object is one of them. */
  #readers = 1;

  /**
   * @param gathered - what is written; stays as it is until the last scrape has its bytes
   * @param negotiated - the format and the escaping scheme
   * @param options - how it is written
   */
  constructor(
    gathered: Gathered,
    negotiated: Negotiated,
    { createdSamples, buffers: memories, responses: writers }: BodyOptions,
  ) {
    this.#writers = writers;
    this.#memories = memories;
    this.#memory = memories.acquire();
    const { writer } = this.#memory;
    const { signal } = this.#stopping;
    const onFailure = (cause: GatherFailure): void => void this.failures.push(cause);
    this.#write = (signal) => chunksOf(gathered, negotiated, { createdSamples, reuseChunksAfter: 0, signal });
    this.#begun = chunksOf(gathered, negotiated, { createdSamples, onFailure, signal }, writer);
    this.#whole = this.#putTogether();
    // All who wait for it may have gone.
    this.#whole.catch(() => {});
  }

  /**
   * Sends the body.
   *
   * @param response - has its status and its headers but those that tell of length and coding
   * @param gzip - whether the client accepts gzip
   * @param gone - rejects when the client goes away
   * @throws what `gone` rejects with, or what the writing throws
   */
  async send(response: ServerResponse, gzip: boolean, gone: Promise<never>): Promise<void> {
    const writing = this.#writers.enter();
    const slice = new Slice();
    try {
      await this.#send(response, gzip, slice, gone);
    } finally {
      slice.end();
      writing[dispose]();
    }
  }

  async #send(response: ServerResponse, gzip: boolean, slice: Slice, gone: Promise<never>): Promise<void> {
    const whole = await Promise.race([this.#whole, gone]);
    if (whole === undefined) {
      const closing = abortController();
      gone.catch((error) => closing.abort(error));
      return sendStream(response, await this.#stream(closing.signal), gzip, gone);
    }
    const compressed =
      gzip && whole.length >= MIN_GZIP_LENGTH ? await Promise.race([this.#compress(whole), gone]) : undefined;
    if (compressed !== undefined) {
      response.setHeader("Content-Encoding", "gzip");
      await sendWhole(response, compressed, slice, gone);
    } else {
      this.#readers++;
      // Where the client goes away first, the memory is left to the garbage collector.
      if (releasesMemory(response)) response.once("finish", () => this.#releaseReader());
      await sendWhole(response, whole, slice, gone);
    }
  }

  /** No scrape will ask for it any more. */
  release(): void {
    if (this.#isWhole) this.#releaseReader();
    if (this.#isWhole || this.#isTaken) return;
    this.#stopping.abort();
    void this.#begun.then(
      (chunks) => chunks.return(),
      () => {},
    );
  }

  async #putTogether(): Promise<Uint8Array | undefined> {
    const chunks = await this.#begun;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
      this.#memory.append(next.value);
      if (this.#memory.body.length > MAX_WHOLE_LENGTH) return undefined;
    }
    this.#isWhole = true;
    return this.#memory.body;
  }

  #compress(whole: Uint8Array): Promise<Uint8Array> {
    if (this.#gzipped === undefined) {
      this.#readers++;
      this.#gzipped = gzipped(whole).finally(() => this.#releaseReader());
    }
    return this.#gzipped;
  }

  async #stream(signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    if (this.#isTaken) return this.#write(signal);
    this.#isTaken = true;
    signal.addEventListener("abort", () => this.#stopping.abort(signal.reason));
    return this.#resumed(await this.#begun);
  }

  async *#resumed(chunks: Chunks): Chunks {
    try {
      yield* this.#memory.chunks();
      yield* chunks;
      // Who asks for more has sent what came before.
      this.#releaseReader();
    } finally {
      await chunks.return();
    }
  }

  #releaseReader(): void {
    if (--this.#readers === 0) this.#memories.release(this.#memory);
  }
}
