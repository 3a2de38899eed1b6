import { afterAll, expect, vi } from "vitest";
import { type Exposition, keyOf } from "./format.js";

// In the setup of each test file: whatever its tests write, the judges read, too. JUDGES=none leaves that out, where they
// cannot be installed.

/** What the tests of the file have written, each body once. */
const recorded = new Map<string, Exposition>();

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

afterAll(async () => {
  if (recorded.size === 0 || process.env["JUDGES"] === "none") return;
  const { judgeEach } = await import("./judge-all.js");
  await judgeEach([...recorded.values()]);
}, 120_000);

/** Hands chunks on and keeps copies of them; what is not taken to its end is no exposition. */
async function* recording(chunks: AsyncIterable<Uint8Array>, contentType: string): AsyncGenerator<Uint8Array, void> {
  const copies: Uint8Array[] = [];
  for await (const chunk of chunks) {
    copies.push(Uint8Array.from(chunk));
    yield chunk;
  }
  record({ contentType, body: Buffer.concat(copies) });
}

function record({ contentType, body }: { contentType: string; body: Uint8Array }): void {
  const text = Buffer.from(body).toString("latin1");
  // Copies would disturb what measures memory.
  if (expect.getState().testPath?.includes("/performance/") || text.includes("refused_on_purpose")) return;
  // How often a service was scraped makes no other body.
  const key = keyOf({ contentType, body: text.replace(/^narthex_scrapes_total.*$/gm, "") });
  recorded.set(key, { contentType, body: Uint8Array.from(body) });
}
