import type { SeriesPage } from "../model/live.js";

/** The bytes that are kept for the series of a page: slot `n` has those from `offsets[n]` to `offsets[n + 1]`. */
export interface PageBytes {
  /** What the bytes depend on beside the page: the label names as they are written. */
  readonly key: string;
  /** The version of the page for which they were made. */
  readonly version: number;
  /** Where each slot's bytes begin; one more than there are slots. */
  readonly offsets: Uint16Array | Uint32Array;
  /** How many of each slot's bytes come behind its value, if room for one is kept. */
  readonly behind?: Uint8Array;
  /** The bytes, with room behind them. */
  readonly view: DataView;
}

/** Ends of slots, in as few bytes as they take: there is one for each series that was ever scraped. */
export function offsetsOf(ends: Uint32Array): Uint16Array | Uint32Array {
  return (ends.at(-1) as number) < 2 ** 16 ? Uint16Array.from(ends) : ends;
}

/** Encodes all slots of a page, one after another. */
export type EncodePage = (page: SeriesPage, key: string, names: readonly string[]) => PageBytes;

/** Keeps what was encoded for a page until a slot of the page is given to another series. */
export class PageCache {
  readonly #kept = new WeakMap<SeriesPage, PageBytes>();
  readonly #encode: EncodePage;

  /** @param encode - called when there is nothing for the page, or nothing that is still true */
  constructor(encode: EncodePage) {
    this.#encode = encode;
  }

  /** The bytes of a page whose labels are written under these names. */
  get(page: SeriesPage, key: string, names: readonly string[]): PageBytes {
    const kept = this.#kept.get(page);
    if (kept !== undefined && kept.version === page.version && kept.key === key) return kept;
    const encoded = this.#encode(page, key, names);
    this.#kept.set(page, encoded);
    return encoded;
  }
}
