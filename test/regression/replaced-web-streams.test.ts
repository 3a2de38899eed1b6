import { ReadableStream as NodeStream, type UnderlyingSource } from "node:stream/web";
import { afterEach, describe, expect, test, vi } from "vitest";
import { Histogram, Registry, timed } from "../../src/index.js";

const seconds = new Histogram({ name: "replaced_seconds", help: "Time.", registry: new Registry() });
const given = timed(seconds, <T>(stream: T) => stream, { until: "end" });
const count = () => seconds.get()?.count ?? 0;

const source = (): UnderlyingSource<number> => ({
  start(controller) {
    controller.enqueue(1);
    controller.close();
  },
});

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const chunks: T[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

afterEach(() => vi.unstubAllGlobals());

test("a web stream is measured without a global ReadableStream, as in jsdom", async () => {
  const stream = new NodeStream<number>(source());
  vi.stubGlobal("ReadableStream", undefined);
  const before = count();
  const measured = given(stream);
  expect(count()).toBe(before);
  expect(await all(measured)).toEqual([1]);
  expect(count()).toBe(before + 1);
});

describe("a web stream that cannot be replaced is returned unchanged, and its call ends when it returns:", () => {
  class Named extends ReadableStream<number> {
    readonly title = "rows";
  }
  class Polyfill {
    readonly locked = false;
    getReader(): unknown {
      throw new Error("not to be read");
    }
    pipeTo(): void {}
    async *[Symbol.asyncIterator](): AsyncGenerator<number> {
      yield 1;
    }
  }
  const tagged = Object.assign(new ReadableStream<number>(source()), { title: "rows" });
  const rewired = Object.defineProperty(new ReadableStream<number>(source()), "pipeTo", { value: () => "piped" });

  test.each([
    ["an instance of a subclass", new Named(source())],
    ["a polyfill", new Polyfill()],
    ["a stream with an own property", tagged],
    ["a stream with an own method", rewired],
  ])("%s", async (_, stream) => {
    const before = count();
    const keys = Reflect.ownKeys(stream);
    expect(given(stream)).toBe(stream);
    expect([count(), stream.locked, Reflect.ownKeys(stream)]).toEqual([before + 1, false, keys]);
    expect(await all(stream)).toEqual([1]);
  });
});
