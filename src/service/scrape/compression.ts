import type { Buffer } from "node:buffer";
import { promisify } from "node:util";
import { createGzip, type Gzip, gzip } from "node:zlib";
import { GZIP_LEVEL } from "../../exposition/gzip.js";

const compress = promisify(gzip);

/** Compresses a complete body in a thread of libuv's pool. */
export function gzipped(body: Uint8Array): Promise<Buffer> {
  return compress(body, { level: GZIP_LEVEL });
}

/** Returns a stream that compresses in the same way, with output chunks as large as those of an exposition. */
export function gzipStream(): Gzip {
  return createGzip({ level: GZIP_LEVEL, chunkSize: 65_536 });
}
