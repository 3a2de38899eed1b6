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

test("a long body is written in parts, with turns of the event loop before each if the slice is over", async () => {
  const { response, flush } = heldResponse();
  let now = 0;
  vi.spyOn(systemClock, "monotonic").mockImplementation(() => {
    now += 0.5;
    return now;
  });
  const slice = new Slice();
  const pauses = vi.spyOn(slice, "next");
  const turns = await turnsUntil(sendWhole(response, Buffer.alloc(2 ** 20), slice, never));
  slice.end();
  await flush();
  expect(turns).toBeGreaterThanOrEqual(2);
  expect(pauses).toHaveBeenCalledTimes(4);
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
