import { Buffer } from "node:buffer";
import type { ServerResponse } from "node:http";
import { finished, type Writable } from "node:stream";
import { Slice } from "../../globals/scrape-slice.js";
import { setLength } from "../responses/response-head.js";
import { isConnected, releasesMemory } from "../responses/response-kind.js";
import { gzipStream } from "./compression.js";

/** A client that reads nothing for so long has gone, and must not go on holding what is written for it. */
const STALL_MS = 30_000;

/** What is written at a time: a megabyte can keep the event loop for three milliseconds, until the system has copied it. */
const PIECE_LENGTH = 262_144;

/**
 * Sends a whole exposition, with its length.
 *
 * @param response - has its status and its headers but the length
 * @param body - the bytes, which must not change until they are sent
 * @param slice - of the scrape
 * @param gone - rejects when the client goes away
 * @throws what `gone` rejects with
 */
export async function sendWhole(
  response: ServerResponse,
  body: Uint8Array,
  slice: Slice,
  gone: Promise<never>,
): Promise<void> {
  setLength(response, body.length);
  let at = 0;
  for (; at + PIECE_LENGTH < body.length; at += PIECE_LENGTH) {
    if (slice.isOver) await Promise.race([slice.next(), gone]);
    response.write(body.subarray(at, at + PIECE_LENGTH));
  }
  if (slice.isOver) await Promise.race([slice.next(), gone]);
  response.end(body.subarray(at));
  if (!response.writableFinished) endIfStalled(response);
}

/**
 * Sends an exposition chunk by chunk, as fast as the client reads.
 *
 * @param response - has its status and its headers
 * @param chunks - the exposition; the memory of a chunk may be used again when the next one is asked for
 * @param gzip - whether it is to be compressed
 * @param gone - rejects when the client goes away
 * @throws what the chunks throw, and what `gone` rejects with
 */
export async function sendStream(
  response: ServerResponse,
  chunks: AsyncIterable<Uint8Array>,
  gzip: boolean,
  gone: Promise<never>,
): Promise<void> {
  endIfStalled(response);
  if (!gzip) {
    const releases = releasesMemory(response);
    return write(releases ? chunks : copies(chunks), response, gone, releases);
  }
  response.setHeader("Content-Encoding", "gzip");
  const compressed = gzipStream();
  const broken = new Promise<never>((_, reject) => finished(compressed, (error) => error && reject(error)));
  broken.catch(() => {});
  try {
    await Promise.all([write(chunks, compressed, broken, true), write(compressed, response, gone, false)]);
  } finally {
    compressed.destroy();
  }
}

/** Only a connection can stall: other kinds of responses may lack the timer, or have one that goes off in any case. */
function endIfStalled(response: ServerResponse): void {
  if (isConnected(response)) response.setTimeout(STALL_MS, () => response.destroy());
}

async function* copies(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
}

/**
 * Writes chunk after chunk, each when the target takes more: at once, or when it says so by `drain`. Middleware that puts its
 * own `write` in place may ignore the callback.
 *
 * @param isReused - whether the memory of a chunk is used again: then the next one also waits for the callback
 */
async function write(
  chunks: AsyncIterable<Uint8Array>,
  target: Writable,
  gone: Promise<never>,
  isReused: boolean,
): Promise<void> {
  let goOn = (): void => {};
  // One listener for all chunks: such middleware does not forget a listener that is removed.
  target.on("drain", () => goOn());
  const slice = new Slice();
  try {
    for await (const chunk of chunks) {
      const written = new Promise<void>((resolve, reject) => {
        goOn = resolve;
        const takesMore = target.write(chunk, (error) => (error ? reject(error) : resolve()));
        if (takesMore !== false && !isReused) resolve();
      });
      await Promise.race([written, gone]);
      if (slice.isOver) await slice.next();
    }
  } finally {
    slice.end();
  }
  target.end();
}
