import { Buffer } from "node:buffer";
import type { ServerResponse } from "node:http";
import { finished, type Writable } from "node:stream";
import { Slice } from "../../globals/scrape-slice.js";
import type { SendDeadline } from "../limits/send-deadline.js";
import { setLength } from "../responses/response-head.js";
import { releasesMemory } from "../responses/response-kind.js";
import { gzipStream } from "./compression.js";

/**
 * The maximum length of one write: copying a megabyte to the kernel can block the event loop for three milliseconds.
 */
const MAX_WRITE_LENGTH = 262_144;

/**
 * Sends a complete exposition with `Content-Length`.
 *
 * @param response - a response with status and headers, except for the length
 * @param body - the bytes; they must not change until they are sent
 * @param slice - the current slice of the scrape
 * @param disconnected - a promise that rejects if the client disconnects
 * @param deadline - the time for the client to read the body
 * @throws the reason that `disconnected` rejects with
 */
export async function sendWhole(
  response: ServerResponse,
  body: Uint8Array,
  slice: Slice,
  disconnected: Promise<never>,
  deadline: SendDeadline,
): Promise<void> {
  setLength(response, body.length);
  let at = 0;
  for (; at + MAX_WRITE_LENGTH < body.length; at += MAX_WRITE_LENGTH) {
    if (slice.isOver) await Promise.race([slice.next(), disconnected]);
    response.write(body.subarray(at, at + MAX_WRITE_LENGTH));
  }
  if (slice.isOver) await Promise.race([slice.next(), disconnected]);
  response.end(body.subarray(at));
  if (!response.writableFinished) deadline.start(response);
}

/**
 * Sends an exposition chunk by chunk, as fast as the client reads.
 *
 * @param response - a response with status and headers
 * @param chunks - the exposition; requesting a chunk may overwrite the memory of the previous one
 * @param gzip - whether to compress the exposition
 * @param disconnected - a promise that rejects if the client disconnects
 * @param deadline - the time for the client to read the exposition
 * @throws the error of `chunks`, or the reason that `disconnected` rejects with
 */
export async function sendStream(
  response: ServerResponse,
  chunks: AsyncIterable<Uint8Array>,
  gzip: boolean,
  disconnected: Promise<never>,
  deadline: SendDeadline,
): Promise<void> {
  deadline.start(response);
  if (!gzip) {
    const releases = releasesMemory(response);
    return write(releases ? chunks : copies(chunks), response, disconnected, releases);
  }
  response.setHeader("Content-Encoding", "gzip");
  const compressed = gzipStream();
  const gzipFailed = new Promise<never>((_, reject) => finished(compressed, (error) => error && reject(error)));
  gzipFailed.catch(() => {});
  try {
    await Promise.all([write(chunks, compressed, gzipFailed, true), write(compressed, response, disconnected, false)]);
  } finally {
    compressed.destroy();
  }
}

async function* copies(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
}

/**
 * Writes chunks one after the other. Waits for `drain` if the target is full. Middleware that replaces `write` may
 * ignore the callback, so it is awaited only if needed.
 *
 * @param failed - a promise that rejects if the target fails
 * @param isReused - whether the memory of chunks is reused; each chunk then waits until the previous one has been
 * written
 */
async function write(
  chunks: AsyncIterable<Uint8Array>,
  target: Writable,
  failed: Promise<never>,
  isReused: boolean,
): Promise<void> {
  let resume = (): void => {};
  // One listener for all chunks, because such middleware may not support removing a listener.
  target.on("drain", () => resume());
  const slice = new Slice();
  try {
    for await (const chunk of chunks) {
      const written = new Promise<void>((resolve, reject) => {
        resume = resolve;
        const hasCapacity = target.write(chunk, (error) => (error ? reject(error) : resolve()));
        if (hasCapacity !== false && !isReused) resolve();
      });
      await Promise.race([written, failed]);
      if (slice.isOver) await slice.next();
    }
  } finally {
    slice.end();
  }
  target.end();
}
