import { expect, test } from "vitest";
import { acceptHeaderFor, expositionFormats, stream } from "../../src/exposition/index.js";
import { Gauge, Registry } from "../../src/index.js";

/** Enough for a page of series to fill more than one chunk. */
const longValue = "x".repeat(400);

test.each(expositionFormats)(
  "a stream of %s has each series once although another scrape ends while a page is written",
  async (format) => {
    const registry = new Registry();
    const gauge = new Gauge({ name: "level", help: "Level.", labelNames: ["of"], registry });
    for (let i = 0; i < 200; i++) gauge.set({ of: `(${i})${longValue}` }, i);
    const first = await registry.gather();
    gauge.set({ of: `(200)${longValue}` }, 200);
    const chunks: Uint8Array[] = [];
    for await (const chunk of await stream(registry, { accept: acceptHeaderFor(format) })) {
      chunks.push(chunk);
      first[Symbol.dispose]();
    }
    const shown = Buffer.concat(chunks)
      .toString()
      .match(/\(\d+\)x/g);
    expect(shown).toEqual(Array.from({ length: 201 }, (_, i) => `(${i})x`));
  },
);
