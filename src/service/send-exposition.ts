import type { ServerResponse } from "node:http";
import type { Writable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import { Slice } from "../model/slice.js";
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
  response.setHeader("Content-Length", body.length);
  let at = 0;
  for (; at + PIECE_LENGTH < body.length; at += PIECE_LENGTH) {
    if (slice.isOver) await Promise.race([slice.next(), gone]);
    response.write(body.subarray(at, at + PIECE_LENGTH));
  }
  if (slice.isOver) await Promise.race([slice.next(), gone]);
  response.end(body.subarray(at));
  if (response.writableLength > 0) response.setTimeout(STALL_MS);
}

/**
 * Sends an exposition chunk by chunk, as fast as the client reads.
 *
 * @param response - has its status and its headers
 * @param chunks - the exposition
 * @param gzip - whether it is to be compressed
 * @throws what the chunks throw, and when the client goes away
 */
export async function sendStream(
  response: ServerResponse,
  chunks: AsyncIterable<Uint8Array>,
  gzip: boolean,
): Promise<void> {
  response.setTimeout(STALL_MS);
  if (!gzip) return write(chunks, response);
  response.setHeader("Content-Encoding", "gzip");
  const compressed = gzipStream();
  await Promise.all([write(chunks, compressed), pipeline(compressed, response)]);
}

/** Writes chunk after chunk, each when the one before is through: its memory is then used again. */
async function write(chunks: AsyncIterable<Uint8Array>, target: Writable): Promise<void> {
  // A response whose connection closes never calls back for what was being written.
  const closed = finished(target);
  closed.catch(() => {});
  const slice = new Slice();
  try {
    for await (const chunk of chunks) {
      const written = new Promise<void>((resolve, reject) => {
        target.write(chunk, (error) => (error ? reject(error) : resolve()));
      });
      await Promise.race([written, closed]);
      if (slice.isOver) await slice.next();
    }
  } finally {
    slice.end();
  }
  target.end();
}
