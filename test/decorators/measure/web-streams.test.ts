import { afterEach, beforeEach, expect, test } from "vitest";
import { turns } from "../../event-loop-turns.js";
import { all, measured } from "./measured.js";

const unhandled: unknown[] = [];
let others: NodeJS.UnhandledRejectionListener[] = [];
const note = (reason: unknown) => void unhandled.push(reason);

beforeEach(() => {
  unhandled.length = 0;
  others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", note);
});

afterEach(() => {
  process.removeListener("unhandledRejection", note);
  for (const listener of others) process.on("unhandledRejection", listener);
});

const numbers = (type?: "bytes") => {
  const start = (controller: { enqueue(chunk: Uint8Array<ArrayBuffer>): void; close(): void }) => {
    controller.enqueue(new Uint8Array([1]));
    controller.enqueue(new Uint8Array([2]));
    controller.close();
  };
  return type === undefined ? new ReadableStream({ start }) : new ReadableStream({ type, start });
};

test.each([undefined, "bytes"] as const)(
  "a web stream (type %s) that is read to its end leaves no rejection",
  async (type) => {
    const { give, read } = measured("end");
    expect(await all(give(numbers(type)))).toEqual([new Uint8Array([1]), new Uint8Array([2])]);
    await turns(1);
    expect([read(), unhandled]).toEqual([[1, 0, 0], []]);
  },
);

test.each([undefined, "bytes"] as const)(
  "a web stream (type %s) whose reader cancels it leaves no rejection",
  async (type) => {
    const { give, read } = measured("end");
    const reader = give(numbers(type)).getReader();
    await reader.read();
    await reader.cancel();
    await turns(1);
    expect([read(), unhandled]).toEqual([[1, 0, 0], []]);
  },
);

class Rows extends ReadableStream<number> {}

test.each([
  ["an own property", () => Object.assign(numbers(), { title: "rows" })],
  ["an own method", () => Object.defineProperty(numbers(), "pipeTo", { value: () => "piped" })],
  ["an own async iterator", () => Object.defineProperty(numbers(), Symbol.asyncIterator, { value: () => "rows" })],
  ["a class of its own", () => new Rows()],
])("a web stream with %s is returned itself, and its call ends at once", (_, make) => {
  const { give, read } = measured("end");
  const stream = make();
  expect(give(stream)).toBe(stream);
  expect([stream.locked, read()]).toEqual([false, [1, 0, 0]]);
});

test("a call that returns a web stream again after its end is no failure", async () => {
  const { give, read } = measured("end");
  const stream = numbers();
  const replacement = give(stream);
  await all(replacement);
  expect(give(stream)).toBe(replacement);
  expect(read()).toEqual([2, 0, 0]);
});

test("a web stream that other code has locked before it is read ends its call without a failure", async () => {
  const { give, read } = measured("end");
  const stream = numbers();
  const replacement = give(stream);
  stream.getReader();
  await expect(replacement.getReader().read()).rejects.toMatchObject({ name: "TypeError" });
  expect(read()).toEqual([1, 0, 0]);
});
