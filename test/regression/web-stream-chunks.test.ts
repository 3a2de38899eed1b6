import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Histogram, Registry, timed } from "../../src/index.js";

const seconds = new Histogram({ name: "stream_seconds", help: "Time.", registry: new Registry() });
const given = timed(seconds, <T>(stream: ReadableStream<T>) => stream, { until: "end" });

/** A stream that holds all chunks, or enqueues one per pull and closes with the last one or after it. */
function streamOf(chunks: readonly number[], isFull: boolean, closesWithLast: boolean): ReadableStream<number> {
  let next = 0;
  const give = (controller: ReadableStreamDefaultController<number>) => {
    if (next < chunks.length) controller.enqueue(chunks[next++] as number);
    else if (!closesWithLast || chunks.length === 0) controller.close();
    if (closesWithLast && next === chunks.length && chunks.length > 0) controller.close();
  };
  if (!isFull) return new ReadableStream({ pull: give }, { highWaterMark: 0 });
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

async function all<T>(stream: ReadableStream<T>): Promise<T[]> {
  const chunks: T[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

test("the last chunk of a measured web stream arrives, however the stream is closed", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { maxLength: 6 }), fc.boolean(), fc.boolean(), async (chunks, ...how) => {
      const before = seconds.get()?.count ?? 0;
      expect(await all(given(streamOf(chunks, ...how)))).toEqual(chunks);
      expect(seconds.get()?.count).toBe(before + 1);
    }),
  );
});

test("both branches of a measured web stream receive all chunks", async () => {
  const halves = given(streamOf([1, 2, 3], true, true)).tee();
  expect(await Promise.all(halves.map(all))).toEqual([
    [1, 2, 3],
    [1, 2, 3],
  ]);
});

test("a measured byte stream that is closed after its chunk delivers all bytes", async () => {
  const bytes = new ReadableStream({
    type: "bytes",
    start(controller) {
      controller.enqueue(new TextEncoder().encode("all of it"));
      controller.close();
    },
  });
  expect(String(await buffer(given(bytes)))).toBe("all of it");
});
