import { describe, expect, test } from "vitest";
import { Gauge, Histogram, timed, trackInProgress } from "../../src/index.js";

function setUp() {
  const seconds = new Histogram({ name: "held_seconds", help: "Time.", registry: null });
  const running = new Gauge({ name: "held_in_progress", help: "Running.", registry: null });
  const until = { until: "end" } as const;
  const measured = <T>(give: () => T): (() => T) => timed(seconds, trackInProgress(running, give, until), until);
  return { measured, read: () => [seconds.get()?.count, running.get()] };
}

const bodyOf = (response: Response) => response.body as ReadableStream<Uint8Array>;

const closed = () =>
  new ReadableStream<number>({
    start(controller) {
      controller.enqueue(1);
      controller.close();
    },
  });

describe("a web stream that a measured method returns is not locked:", () => {
  test("the response that it belongs to can still be read", async () => {
    const { measured } = setUp();
    const response = new Response("hello");
    const body = measured(() => bodyOf(response))();
    expect([response.body?.locked, response.bodyUsed, body.locked]).toEqual([false, false, false]);
    expect(await response.text()).toBe("hello");
  });

  test("its owner can cancel it, and a reader of the returned stream gets to the end", async () => {
    const { measured, read } = setUp();
    const stream = closed();
    const given = measured(() => stream)();
    await stream.cancel("enough");
    expect(await given.getReader().read()).toEqual({ done: true, value: undefined });
    expect(read()).toEqual([1, 0]);
  });

  test("calls that return it return the same measured stream, and end together", async () => {
    const { measured, read } = setUp();
    const stream = closed();
    const body = measured(() => stream);
    const first = body();
    expect([body() === first, read()]).toEqual([true, [0, 2]]);
    const reader = first.getReader();
    expect(() => body().getReader()).toThrow(TypeError);
    expect(await reader.read()).toEqual({ done: false, value: 1 });
    expect(await reader.read()).toEqual({ done: true, value: undefined });
    expect(read()).toEqual([3, 0]);
    expect([body() === first, read()]).toEqual([true, [4, 0]]);
  });

  test("the returned stream can be cancelled before it is read", async () => {
    const { measured, read } = setUp();
    let reason: unknown;
    const stream = new ReadableStream<number>({
      cancel(why) {
        reason = why;
      },
    });
    await measured(() => stream)().cancel("enough");
    expect([reason, read()]).toEqual(["enough", [1, 0]]);
  });
});

describe("a web stream that is read by its owner first", () => {
  test("ends the call when the caller's read fails, as it would without measuring", async () => {
    const { measured, read } = setUp();
    const stream = closed();
    const body = measured(() => stream);
    const given = body();
    const owner = stream.getReader();
    await expect(given.getReader().read()).rejects.toThrow(TypeError);
    expect(read()).toEqual([1, 0]);
    owner.releaseLock();
    expect(await body().getReader().read()).toEqual({ done: false, value: 1 });
  });

  test("ends the call when the caller's cancel fails, as it would without measuring", async () => {
    const { measured, read } = setUp();
    const stream = closed();
    const given = measured(() => stream)();
    stream.getReader();
    await expect(given.cancel()).rejects.toThrow(TypeError);
    expect(read()).toEqual([1, 0]);
  });
});
