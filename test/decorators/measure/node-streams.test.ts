import { addAbortSignal, PassThrough, Readable, Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { all, measured } from "./measured.js";

const closed = (stream: Readable) => new Promise<void>((resolve) => stream.once("close", () => resolve()));

describe("a call that returns a stream ends at once", () => {
  test("as a failure if the stream has failed", async () => {
    const { give, read } = measured("end");
    const stream = new PassThrough().on("error", () => {});
    stream.destroy(new Error("broken"));
    await closed(stream);
    give(stream);
    expect(read()).toEqual([1, 0, 1]);
  });

  test("without a failure if the stream was aborted", async () => {
    const { give, read } = measured("end");
    const stream = new PassThrough().on("error", () => {});
    addAbortSignal(AbortSignal.abort(), stream);
    await closed(stream);
    give(stream);
    expect(read()).toEqual([1, 0, 0]);
  });

  test("if the stream was destroyed before it was read", async () => {
    const { give, read } = measured("end");
    const stream = new PassThrough();
    stream.destroy();
    await closed(stream);
    give(stream);
    expect(read()).toEqual([1, 0, 0]);
  });

  test("if the stream has ended and is not destroyed", async () => {
    const { give, read } = measured("end");
    const stream = new Readable({ autoDestroy: false, read() {} });
    stream.push(null);
    const ended = new Promise((resolve) => stream.once("end", resolve));
    stream.resume();
    await ended;
    give(stream);
    expect([stream.destroyed, read()]).toEqual([false, [1, 0, 0]]);
  });

  test("if the stream can only be written to", () => {
    const { give, read } = measured("end");
    give(new Writable());
    expect(read()).toEqual([1, 0, 0]);
  });

  test("without a failure if the stream takes no listeners", () => {
    const { give, read } = measured("end");
    const stream = {
      readable: true,
      pipe() {},
      on() {
        throw new Error("no listeners");
      },
      removeListener() {},
    };
    expect(give(stream)).toBe(stream);
    expect(read()).toEqual([1, 0, 0]);
  });
});

test("a stream that has ended keeps no listeners of the measurement", async () => {
  const { give } = measured("end");
  const stream = Readable.from(["a"]);
  const before = stream.eventNames();
  give(stream);
  const end = closed(stream);
  stream.resume();
  await end;
  expect(stream.eventNames()).toEqual(before);
});

test("calls that return the same stream listen to it once, and end together", async () => {
  const { give, read } = measured("end");
  const stream = Readable.from(["a"]);
  give(stream);
  const listeners = stream.listenerCount("end");
  give(stream);
  expect([stream.listenerCount("end"), read()]).toEqual([listeners, [0, 2, 0]]);
  const end = closed(stream);
  stream.resume();
  await end;
  expect(read()).toEqual([2, 0, 0]);
});

test.each<[string, object]>([
  ["only a readable property", { readable: true }],
  ["no pipe method", { on() {}, readable: true }],
  ["no on method", { pipe() {}, readable: true }],
  ["no readable property", { pipe() {}, on() {} }],
  ["a getReader method without pipeTo", { getReader() {} }],
  ["a pipeTo method without getReader", { pipeTo() {} }],
])("an async iterable with %s is no stream, and is measured while it is iterated", async (_, methods) => {
  const { give, read } = measured("end");
  const values = give({
    ...methods,
    async *[Symbol.asyncIterator]() {
      yield read();
    },
  });
  expect(read()).toEqual([0, 0, 0]);
  expect(await all(values)).toEqual([[0, 1, 0]]);
  expect(read()).toEqual([1, 0, 0]);
});

test("a proxy of a stream is measured until the stream ends", async () => {
  const { give, read } = measured("end");
  const stream = Readable.from(["a"]);
  give(new Proxy(stream, {}));
  expect(read()).toEqual([0, 1, 0]);
  const end = closed(stream);
  stream.resume();
  await end;
  expect(read()).toEqual([1, 0, 0]);
});
