import type { ServerResponse } from "node:http";
import type { Writable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import { gzipped, gzipStream, MIN_GZIP_LENGTH } from "./compression.js";

/** Up to this length a body is put together before it is sent: it then goes out in one write, with its length. */
export const MAX_WHOLE_LENGTH = 1_048_576;

/** A client that reads nothing for so long has gone, and must not go on holding what is written for it. */
const STALL_MS = 30_000;

/**
 * Sends the chunks of an exposition: a short one as a whole, a long one as they come and as fast as the client reads.
 *
 * @param response - has its status and its content type
 * @param chunks - the exposition
 * @param gzip - whether the client accepts gzip
 * @throws what the chunks throw; a response of which something was sent is then destroyed, so that it cannot look complete
 */
export async function sendExposition(
  response: ServerResponse,
  chunks: AsyncIterable<Uint8Array>,
  gzip: boolean,
): Promise<void> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  for (let next = await iterator.next(); ; next = await iterator.next()) {
    if (next.done === true) return gzip ? sendCompressed(response, first) : sendWhole(response, first, length);
    first.push(next.value);
    length += next.value.length;
    if (length > MAX_WHOLE_LENGTH || (gzip && first.length > 1)) break;
  }
  response.setTimeout(STALL_MS);
  const all = resumed(first, iterator);
  if (!gzip) return write(all, response);
  response.setHeader("Content-Encoding", "gzip");
  const compressed = gzipStream();
  await Promise.all([write(all, compressed), pipeline(compressed, response)]);
}

/** Writes chunk after chunk, each when the one before is through: its memory is then used again. */
async function write(chunks: AsyncIterable<Uint8Array>, target: Writable): Promise<void> {
  // A response whose connection closes never calls back for what was being written.
  const closed = finished(target);
  closed.catch(() => {});
  for await (const chunk of chunks) {
    const written = new Promise<void>((resolve, reject) => {
      target.write(chunk, (error) => (error ? reject(error) : resolve()));
    });
    await Promise.race([written, closed]);
  }
  target.end();
}

async function sendCompressed(response: ServerResponse, chunks: readonly Uint8Array[]): Promise<void> {
  const [body] = chunks;
  if (body === undefined || body.length < MIN_GZIP_LENGTH) return sendWhole(response, chunks, body?.length ?? 0);
  const compressed = await gzipped(body);
  response.setHeader("Content-Encoding", "gzip");
  sendWhole(response, [compressed], compressed.length);
}

function sendWhole(response: ServerResponse, chunks: readonly Uint8Array[], length: number): void {
  response.setHeader("Content-Length", length);
  // Node gathers the writes of one turn of the event loop into one.
  for (const chunk of chunks.slice(0, -1)) response.write(chunk);
  response.end(chunks.at(-1));
  if (response.writableNeedDrain) response.setTimeout(STALL_MS);
}

async function* resumed(first: Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for (let chunk = first.shift(); chunk !== undefined; chunk = first.shift()) yield chunk;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
