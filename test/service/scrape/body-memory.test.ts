import { describe, expect, test } from "vitest";
import { BodyBufferPool } from "../../../src/service/scrape/body-buffer.js";
import { gaugeFamily, until } from "../serving.js";
import { bodyOf } from "./body-of.js";
import { disconnecting, heldResponse } from "./held-response.js";

const never = new Promise<never>(() => {});

describe("the memory of a body", () => {
  test("is reused only after all responses are sent", async () => {
    const memories = new BodyBufferPool();
    const [slow, fast] = [heldResponse(), heldResponse()];
    const first = bodyOf(gaugeFamily("held", 1), memories);
    await Promise.all([first.send(slow.response, false, never), first.send(fast.response, false, never)]);
    first.release();
    await fast.flush();
    const other = heldResponse();
    const second = bodyOf(gaugeFamily("held", 2), memories);
    await second.send(other.response, false, never);
    second.release();
    await Promise.all([slow.flush(), other.flush()]);
    expect([slow.body(), other.body()].map((body) => body.toString().split("\n")[2])).toEqual(["held 1", "held 2"]);
  });

  test("is reused, and kept for at most two bodies", async () => {
    const memories = new BodyBufferPool();
    const used = new Set([1, 2, 3].map(() => memories.acquire()));
    for (const memory of used) memories.release(memory);
    const again = [1, 2, 3].map(() => memories.acquire());
    expect(again.filter((memory) => used.has(memory))).toHaveLength(2);
  });

  test("returns to the pool after the body is sent", async () => {
    const memories = new BodyBufferPool();
    const memory = memories.acquire();
    memories.release(memory);
    const { response, flush } = heldResponse();
    const body = bodyOf(gaugeFamily("held", 1), memories);
    await body.send(response, false, never);
    body.release();
    expect(memories.acquire()).not.toBe(memory);
    await flush();
    expect(memories.acquire()).toBe(memory);
  });

  test("does not return to the pool after the client disconnects", async () => {
    const memories = new BodyBufferPool();
    const memory = memories.acquire();
    memories.release(memory);
    const { response } = heldResponse();
    const body = bodyOf(gaugeFamily("held", 1), memories);
    await body.send(response, false, never);
    body.release();
    response.destroy();
    await new Promise((resolve) => setImmediate(resolve));
    expect(memories.acquire()).not.toBe(memory);
  });

  test("returns to the pool after the body is compressed", async () => {
    const memories = new BodyBufferPool();
    const memory = memories.acquire();
    memories.release(memory);
    const body = bodyOf(gaugeFamily("held", 1, "x".repeat(2000)), memories);
    for (const { response, flush } of [heldResponse(), heldResponse()])
      await Promise.all([body.send(response, true, never), flush()]);
    expect(memories.acquire()).not.toBe(memory);
    body.release();
    expect(memories.acquire()).toBe(memory);
  });

  test("returns to the pool after a body of more than 1 MiB is sent", async () => {
    const memories = new BodyBufferPool();
    const memory = memories.acquire();
    memories.release(memory);
    const { response, flush } = heldResponse();
    const body = bodyOf(gaugeFamily("held", 1, "x".repeat(2 ** 21)), memories);
    await Promise.all([body.send(response, false, never), flush()]);
    body.release();
    expect(memories.acquire()).toBe(memory);
  });

  test("does not return to the pool if the client disconnects from a body of more than 1 MiB", async () => {
    const memories = new BodyBufferPool();
    const memory = memories.acquire();
    memories.release(memory);
    const { response } = heldResponse();
    const body = bodyOf(gaugeFamily("held", 1, "x".repeat(2 ** 21)), memories);
    const client = disconnecting();
    const sending = body.send(response, false, client.disconnected);
    await until(() => response.headersSent);
    client.disconnect();
    await expect(sending).rejects.toThrow("the client has disconnected");
    body.release();
    expect(memories.acquire()).not.toBe(memory);
  });
});
