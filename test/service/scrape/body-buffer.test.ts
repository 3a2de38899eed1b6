import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { GZIP_LEVEL } from "../../../src/exposition/gzip.js";
import { BodyBuffer, BodyBufferPool } from "../../../src/service/scrape/body-buffer.js";
import { gzipped, gzipStream } from "../../../src/service/scrape/compression.js";

/** Returns bytes that differ from one another. */
function bytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) % 251);
}

const lengths = (buffer: BodyBuffer) => Array.from(buffer.chunks(), (chunk) => chunk.length);

describe("a body buffer", () => {
  test("keeps copies of the chunks, in order, beyond its first capacity", () => {
    const buffer = new BodyBuffer();
    const chunk = bytes(40_000);
    const expected = Buffer.concat([chunk, chunk, chunk, chunk]);
    for (let time = 0; time < 4; time++) buffer.append(chunk);
    chunk.fill(0);
    expect(expected.equals(buffer.body)).toBe(true);
  });

  test("takes a chunk that is more than twice as long as its capacity", () => {
    const buffer = new BodyBuffer();
    buffer.append(bytes(10));
    buffer.append(bytes(300_000));
    expect(Buffer.concat([bytes(10), bytes(300_000)]).equals(buffer.body)).toBe(true);
  });

  test("yields chunks of 64 KiB, and the rest", () => {
    const buffer = new BodyBuffer();
    expect(lengths(buffer)).toEqual([]);
    buffer.append(bytes(131_072));
    expect(lengths(buffer)).toEqual([65_536, 65_536]);
    buffer.append(bytes(1));
    expect(lengths(buffer)).toEqual([65_536, 65_536, 1]);
    expect(Buffer.concat([...buffer.chunks()]).equals(buffer.body)).toBe(true);
  });

  test("is empty when it comes from the pool", () => {
    const pool = new BodyBufferPool();
    const buffer = pool.acquire();
    buffer.append(bytes(10));
    pool.release(buffer);
    expect(pool.acquire()).toBe(buffer);
    expect(buffer.body).toHaveLength(0);
  });
});

describe("compression", () => {
  const text = Buffer.from(Array.from({ length: 20_000 }, (_, n) => `events_total{n="${n}"} ${n % 97}`).join("\n"));

  test("of a whole body has the level of expositions", async () => {
    expect((await gzipped(text)).length).toBe(gzipSync(text, { level: GZIP_LEVEL }).length);
  });

  test("of a stream has the level of expositions and writes chunks of up to 64 KiB", async () => {
    const stream = gzipStream();
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk)).end(text);
    await new Promise((resolve) => stream.on("end", resolve));
    const expected = gzipSync(text, { level: GZIP_LEVEL, chunkSize: 65_536 });
    expect(Buffer.concat(chunks).length).toBe(expected.length);
    // The default of Node.js is 16 KiB.
    expect(Math.max(...chunks.map(({ length }) => length))).toBeGreaterThan(16_384);
    expect(gunzipSync(Buffer.concat(chunks)).equals(text)).toBe(true);
  });
});
