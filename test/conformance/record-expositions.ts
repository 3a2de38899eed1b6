import { afterAll, vi } from "vitest";
import { judgeRecorded, record } from "./recorded-expositions.js";

// The set-up of the conformance projects. It records every exposition that a test file writes, and passes all of them to
// the readers at the end.

vi.mock("../../src/exposition/render.js", async (importOriginal) => {
  const original = await importOriginal<typeof import("../../src/exposition/render.js")>();
  const { render, stream, chunksOf } = original;
  return {
    ...original,
    render: async (...args: Parameters<typeof render>) => {
      const rendered = await render(...args);
      record(rendered);
      return rendered;
    },
    stream: async (...args: Parameters<typeof stream>) => {
      const streamed = await stream(...args);
      return { ...streamed, [Symbol.asyncIterator]: () => recording(streamed, streamed.contentType) };
    },
    chunksOf: async (...args: Parameters<typeof chunksOf>) => recording(await chunksOf(...args), args[1].contentType),
  };
});

afterAll(judgeRecorded);

/** Passes on chunks and copies them. A body that is not read to its end is not recorded. */
async function* recording(chunks: AsyncIterable<Uint8Array>, contentType: string): AsyncGenerator<Uint8Array, void> {
  const copies: Uint8Array[] = [];
  for await (const chunk of chunks) {
    copies.push(Uint8Array.from(chunk));
    yield chunk;
  }
  record({ contentType, body: Buffer.concat(copies) });
}
