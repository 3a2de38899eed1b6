import type { SeriesPage } from "../model/live.js";

/** The bytes that are kept for the series of a page: slot `n` has those from `offsets[n]` to `offsets[n + 1]`. */
export interface PageBytes {
  /** What the bytes depend on beside the page: the label names as they are written. */
  readonly key: string;
  /** The version of the page for which they were made. */
  readonly version: number;
  /** Where each slot's bytes begin; one more than there are slots. */
  readonly offsets: Uint32Array;
  /** Where in each slot's bytes its value has to be put, if that is what is kept. */
  readonly marks?: Uint32Array;
  /** The bytes, with room behind them. */
  readonly view: DataView;
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
