import { Transform } from "node:stream";
import { gunzipSync } from "node:zlib";
import { afterEach, expect, test, vi } from "vitest";
import { systemClock } from "../../../src/globals/clock.js";
import { Slice } from "../../../src/globals/scrape-slice.js";
import { sendStream, sendWhole } from "../../../src/service/scrape/send-exposition.js";
import { turns, turnsUntil } from "../../event-loop-turns.js";
import { distantDeadline, heldResponse } from "./held-response.js";

const never = new Promise<never>(() => {});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Sets the clock forward by a time in milliseconds at each reading. */
function advanceClockBy(step: number): void {
  let now = 0;
  vi.spyOn(systemClock, "monotonic").mockImplementation(() => {
    now += step;
    return now;
  });
}

test("a long body lets the event loop turn before each part if the slice is over", async () => {
  const { response, flush } = heldResponse();
  advanceClockBy(0.5);
  const slice = new Slice();
  const pauses = vi.spyOn(slice, "next");
  const count = await turnsUntil(sendWhole(response, Buffer.alloc(2 ** 20), slice, never, distantDeadline));
  slice.end();
  await flush();
  expect(count).toBeGreaterThanOrEqual(2);
  expect(pauses).toHaveBeenCalledTimes(4);
});

test("a long body is written without a pause while the slice lasts", async () => {
  const { response, flush } = heldResponse();
  advanceClockBy(0);
  const slice = new Slice();
  const pauses = vi.spyOn(slice, "next");
  await sendWhole(response, Buffer.alloc(2 ** 20), slice, never, distantDeadline);
  slice.end();
  await flush();
  expect(pauses).not.toHaveBeenCalled();
});

test.each([
  [0, 0],
  [0.5, 5],
])("a streamed body of 5 chunks, each of %d ms, lets the event loop turn %d times", async (step, count) => {
  async function* chunks(): AsyncGenerator<Uint8Array, void> {
    for (let n = 0; n < 5; n++) yield Buffer.alloc(10);
  }
  const { response, flush } = heldResponse();
  advanceClockBy(step);
  const pauses = vi.spyOn(Slice.prototype, "next");
  await Promise.all([sendStream(response, chunks(), false, never, distantDeadline), flush()]);
  expect(pauses).toHaveBeenCalledTimes(count);
});

test.each([
  ["ends", undefined],
  ["fails", new Error("no more chunks")],
])("a streamed body that %s leaves a full slice to later scrapes", async (_, error) => {
  async function* chunks(): AsyncGenerator<Uint8Array, void> {
    yield Buffer.alloc(10);
    if (error !== undefined) throw error;
  }
  let now = 0;
  vi.spyOn(systemClock, "monotonic").mockImplementation(() => now);
  const { response, flush } = heldResponse();
  const sent = sendStream(response, chunks(), false, never, distantDeadline);
  if (error === undefined) await Promise.all([sent, flush()]);
  else {
    void flush();
    await expect(sent).rejects.toBe(error);
    // The response stays incomplete, so nothing else ends the flushing.
    response.emit("finish");
  }
  now += 10;
  const later = new Slice();
  expect(later.isOver).toBe(false);
  later.end();
});

test.each([
  [10, [10]],
  [2 ** 18, [2 ** 18]],
  [2 ** 18 + 1, [2 ** 18, 1]],
  [2 ** 20, [2 ** 18, 2 ** 18, 2 ** 18, 2 ** 18]],
])("a body of %d bytes is written in parts of up to 256 KiB", async (length, parts) => {
  const { response, flush } = heldResponse();
  const written: number[] = [];
  for (const method of ["write", "end"] as const) {
    const original = response[method] as (chunk: Uint8Array) => boolean;
    Object.assign(response, {
      [method](chunk: Uint8Array) {
        written.push(chunk.length);
        return original.call(response, chunk);
      },
    });
  }
  const slice = new Slice();
  await sendWhole(response, Buffer.alloc(length), slice, never, distantDeadline);
  slice.end();
  await flush();
  expect(written).toEqual(parts);
});

test("chunks whose memory is reused are compressed before it is", async () => {
  async function* chunks(): AsyncGenerator<Uint8Array, void> {
    const memory = Buffer.alloc(1000);
    for (let n = 0; n < 20; n++) yield memory.fill(`${n} `);
  }
  const { response, flush, body } = heldResponse();
  await Promise.all([sendStream(response, chunks(), true, never, distantDeadline), flush()]);
  const expected: string[] = [];
  for (let n = 0; n < 20; n++) expected.push(Buffer.alloc(1000, `${n} `).toString());
  expect(gunzipSync(body()).toString()).toBe(expected.join(""));
});

test("middleware whose write returns nothing and ignores the callback gets the whole body", async () => {
  async function* chunks(): AsyncGenerator<Uint8Array, void> {
    for (let n = 0; n < 5; n++) yield Buffer.from(`${n}`);
  }
  const { response, flush } = heldResponse();
  const written: string[] = [];
  Object.assign(response, { write: (chunk: Uint8Array) => void written.push(chunk.toString()) });
  await Promise.all([sendStream(response, chunks(), false, never, distantDeadline), flush()]);
  expect(written).toEqual(["0", "1", "2", "3", "4"]);
});

test("middleware whose write returns false gets the next chunk after drain", async () => {
  async function* chunks(): AsyncGenerator<Uint8Array, void> {
    for (let n = 0; n < 2; n++) yield Buffer.from(`${n}`);
  }
  const { response, flush } = heldResponse();
  const written: string[] = [];
  Object.assign(response, { write: (chunk: Uint8Array) => written.push(chunk.toString()) > 1 });
  const sent = sendStream(response, chunks(), false, never, distantDeadline);
  await turns(5);
  expect(written).toEqual(["0"]);
  response.emit("drain");
  await Promise.all([sent, flush()]);
  expect(written).toEqual(["0", "1"]);
});

test("the compressor is closed if the exposition breaks off", async () => {
  // biome-ignore lint/correctness/useYield: it fails before its first chunk
  async function* chunks(): AsyncGenerator<Uint8Array, void> {
    throw new Error("no chunks");
  }
  const closed = vi.spyOn(Transform.prototype, "destroy");
  await expect(sendStream(heldResponse().response, chunks(), true, never, distantDeadline)).rejects.toThrow(
    "no chunks",
  );
  expect(closed).toHaveBeenCalled();
});
