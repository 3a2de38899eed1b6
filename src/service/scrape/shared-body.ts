import type { ServerResponse } from "node:http";
import { MIN_GZIP_LENGTH } from "../../exposition/gzip.js";
import type { Negotiated } from "../../exposition/negotiation/negotiate.js";
import { chunksOf } from "../../exposition/render.js";
import { Slice } from "../../globals/scrape-slice.js";
import type { Gathered, GatherFailure } from "../../model/collector.js";
import { abortController } from "../../platform/abort.js";
import { dispose } from "../../platform/dispose.js";
import type { SendDeadline } from "../limits/send-deadline.js";
import { releasesMemory } from "../responses/response-kind.js";
import type { ActiveResponses } from "./active-responses.js";
import type { BodyBuffer, BodyBufferPool } from "./body-buffer.js";
import { gzipped } from "./compression.js";
import { sendStream, sendWhole } from "./send-exposition.js";

/**
 * The maximum length of a body that is assembled before it is sent, with `Content-Length`. Longer bodies are streamed.
 */
const MAX_WHOLE_LENGTH = 1_048_576;

type Chunks = AsyncGenerator<Uint8Array, void>;

/** Options for the bodies of one service. */
export interface BodyOptions {
  /** Whether OpenMetrics includes `_created` samples. */
  readonly createdSamples: boolean;
  /** The pool of buffers that bodies are assembled in. */
  readonly buffers: BodyBufferPool;
  /** The responses that are being written. */
  readonly responses: ActiveResponses;
  /** The time for clients to read a body. */
  readonly deadline: SendDeadline;
}

/**
 * An exposition that several scrapes send. A short one is assembled once for all of them. A long one is streamed to
 * each scrape separately, as fast as its client reads; the first such scrape continues the stream that was begun.
 */
export class SharedBody {
  /** The causes of failures to encode a family. */
  readonly failures: GatherFailure[] = [];
  readonly #responses: ActiveResponses;
  readonly #deadline: SendDeadline;
  readonly #buffers: BodyBufferPool;
  readonly #buffer: BodyBuffer;
  readonly #stopping = abortController();
  readonly #encode: (signal: AbortSignal) => Promise<Chunks>;
  readonly #chunks: Promise<Chunks>;
  readonly #whole: Promise<Uint8Array | undefined>;
  #gzipped: Promise<Uint8Array> | undefined;
  #isWhole = false;
  /** Whether a scrape has continued the stream that was begun. */
  #isContinued = false;
  /** The number of readers of the buffer, including this object. */
  #readers = 1;

  /**
   * @param gathered - the families; they must not be disposed until the last scrape has its bytes
   * @param negotiated - the format and the escaping scheme
   * @param options - the options of the service
   */
  constructor(gathered: Gathered, negotiated: Negotiated, options: BodyOptions) {
    const { createdSamples, buffers, responses, deadline } = options;
    this.#responses = responses;
    this.#deadline = deadline;
    this.#buffers = buffers;
    this.#buffer = buffers.acquire();
    const { writer } = this.#buffer;
    const { signal } = this.#stopping;
    const onFailure = (cause: GatherFailure): void => void this.failures.push(cause);
    this.#encode = (signal) => chunksOf(gathered, negotiated, { createdSamples, reuseChunksAfter: 0, signal });
    this.#chunks = chunksOf(gathered, negotiated, { createdSamples, onFailure, signal }, writer);
    this.#whole = this.#assemble();
    // No scrape may be awaiting it any longer.
    this.#whole.catch(() => {});
  }

  /**
   * Sends the body.
   *
   * @param response - a response with status and headers, except for `Content-Length` and `Content-Encoding`
   * @param gzip - whether the client accepts gzip
   * @param disconnected - a promise that rejects if the client disconnects
   * @throws the error of encoding, or the reason that `disconnected` rejects with
   */
  async send(response: ServerResponse, gzip: boolean, disconnected: Promise<never>): Promise<void> {
    const writing = this.#responses.enter();
    const slice = new Slice();
    try {
      await this.#send(response, gzip, slice, disconnected);
    } finally {
      slice.end();
      writing[dispose]();
    }
  }

  async #send(response: ServerResponse, gzip: boolean, slice: Slice, disconnected: Promise<never>): Promise<void> {
    const whole = await Promise.race([this.#whole, disconnected]);
    if (whole === undefined) {
      const closing = abortController();
      disconnected.catch((error) => closing.abort(error));
      return sendStream(response, await this.#stream(closing.signal), gzip, disconnected, this.#deadline);
    }
    const compressed =
      gzip && whole.length >= MIN_GZIP_LENGTH ? await Promise.race([this.#compress(whole), disconnected]) : undefined;
    if (compressed !== undefined) {
      response.setHeader("Content-Encoding", "gzip");
      await sendWhole(response, compressed, slice, disconnected, this.#deadline);
    } else {
      this.#readers++;
      // If the client disconnects before that, the buffer is garbage-collected instead of reused.
      if (releasesMemory(response)) response.once("finish", () => this.#releaseReader());
      await sendWhole(response, whole, slice, disconnected, this.#deadline);
    }
  }

  /** Releases the body. No further scrape may send it. */
  release(): void {
    if (this.#isWhole) {
      this.#releaseReader();
      return;
    }
    this.#stopping.abort();
    void this.#chunks.then(
      (chunks) => chunks.return(),
      () => {},
    );
  }

  async #assemble(): Promise<Uint8Array | undefined> {
    const chunks = await this.#chunks;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
      this.#buffer.append(next.value);
      if (this.#buffer.body.length > MAX_WHOLE_LENGTH) return undefined;
    }
    this.#isWhole = true;
    return this.#buffer.body;
  }

  #compress(whole: Uint8Array): Promise<Uint8Array> {
    if (this.#gzipped === undefined) {
      this.#readers++;
      this.#gzipped = gzipped(whole).finally(() => this.#releaseReader());
    }
    return this.#gzipped;
  }

  async #stream(signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    if (this.#isContinued) return this.#encode(signal);
    this.#isContinued = true;
    signal.addEventListener("abort", () => this.#stopping.abort(signal.reason));
    return this.#continue(await this.#chunks);
  }

  async *#continue(chunks: Chunks): Chunks {
    try {
      yield* this.#buffer.chunks();
      yield* chunks;
      // The consumer has requested the end, so it has sent everything before it.
      this.#releaseReader();
    } finally {
      await chunks.return();
    }
  }

  #releaseReader(): void {
    if (--this.#readers === 0) this.#buffers.release(this.#buffer);
  }
}
