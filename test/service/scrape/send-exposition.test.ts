import { gunzipSync } from "node:zlib";
import { afterEach, expect, test, vi } from "vitest";
import { systemClock } from "../../../src/globals/clock.js";
import { Slice } from "../../../src/globals/scrape-slice.js";
import { sendStream, sendWhole } from "../../../src/service/scrape/send-exposition.js";
import { turnsUntil } from "../../event-loop-turns.js";
import { heldResponse } from "./held-response.js";

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
  const turns = await turnsUntil(sendWhole(response, Buffer.alloc(2 ** 20), slice, never));
  slice.end();
  await flush();
  expect(turns).toBeGreaterThanOrEqual(2);
  expect(pauses).toHaveBeenCalledTimes(4);
});

test("a long body is written without a pause while the slice lasts", async () => {
  const { response, flush } = heldResponse();
  advanceClockBy(0);
  const slice = new Slice();
  const pauses = vi.spyOn(slice, "next");
  await sendWhole(response, Buffer.alloc(2 ** 20), slice, never);
  slice.end();
  await flush();
  expect(pauses).not.toHaveBeenCalled();
});

test.each([
  [0, 0],
  [0.5, 5],
])("a streamed body of 5 chunks, each of %d ms, lets the event loop turn %d times", async (step, turns) => {
  async function* chunks(): AsyncGenerator<Uint8Array, void> {
    for (let n = 0; n < 5; n++) yield Buffer.alloc(10);
  }
  const { response, flush } = heldResponse();
  advanceClockBy(step);
  const pauses = vi.spyOn(Slice.prototype, "next");
  await Promise.all([sendStream(response, chunks(), false, never), flush()]);
  expect(pauses).toHaveBeenCalledTimes(turns);
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
  const sent = sendStream(response, chunks(), false, never);
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
  await sendWhole(response, Buffer.alloc(length), slice, never);
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
  await Promise.all([sendStream(response, chunks(), true, never), flush()]);
  const expected: string[] = [];
  for (let n = 0; n < 20; n++) expected.push(Buffer.alloc(1000, `${n} `).toString());
  expect(gunzipSync(body()).toString()).toBe(expected.join(""));
});
