import { expect, test } from "vitest";
import { compactStarts, PageCache } from "../../../src/exposition/bytes/page-cache.js";
import type { SeriesPageView } from "../../../src/model/families/collector-series.js";

test("starts of up to 65,535 are stored in 16 bits, and larger ones in 32", () => {
  expect(compactStarts(Uint32Array.of(0, 65_535), 1, 0)).toEqual(Uint16Array.of(0, 65_535));
  expect(compactStarts(Uint32Array.of(0, 65_536), 1, 0)).toEqual(Uint32Array.of(0, 65_536));
  expect(compactStarts(Uint32Array.of(0, 65_528, 9), 1, 8)).toEqual(Uint32Array.of(8, 65_536));
});

test("a page is encoded again only if its version or the format has changed", () => {
  const encoded: string[] = [];
  const cache = new PageCache((page, { key }) => {
    encoded.push(`${key}${page.version}`);
    return { key, version: page.version, starts: Uint16Array.of(0), bytes: new DataView(new ArrayBuffer(8)) };
  });
  const page = { version: 1 } as { version: number } & SeriesPageView;
  const first = cache.get(page, { key: "a" });
  expect(cache.get(page, { key: "a" })).toBe(first);
  cache.get(page, { key: "b" });
  cache.get(page, { key: "a" });
  page.version = 2;
  cache.get(page, { key: "a" });
  cache.get({ version: 2 } as SeriesPageView, { key: "a" });
  expect(encoded).toEqual(["a1", "b1", "a1", "a2", "a2"]);
});
