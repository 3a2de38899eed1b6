import type { SeriesPageView } from "../../model/collector-series.js";

/** The bytes that are kept for the series of a page: slot `n` has those from `offsets[n]` to `offsets[n + 1]`. */
export interface PageBytes {
  /** That of the way in which labels are written. */
  readonly key: string;
  /** The version of the page for which they were made. */
  readonly version: number;
  /** Where each slot's bytes begin; one more than there are slots. */
  readonly offsets: Uint16Array | Uint32Array;
  /** The bytes, with room behind them. */
  readonly view: DataView;
}

/** A page's messages of protobuf, each with room for its value. */
export interface MessageBytes extends PageBytes {
  /** How many of each message's bytes come behind its value. */
  readonly trailingBytes: Uint8Array;
}

/** Ends of slots, in as few bytes as they take: there is one for each series that was ever scraped. */
export function offsetsOf(ends: Uint32Array): Uint16Array | Uint32Array {
  return (ends.at(-1) as number) < 2 ** 16 ? Uint16Array.from(ends) : ends;
}

/** What the bytes of a page depend on beside the page: how labels are written. */
export interface WrittenLabels {
  /** Tells one way from another. */
  readonly key: string;
}

/** Encodes all slots of a page, one after another. */
export type EncodePage<L extends WrittenLabels, B extends PageBytes> = (page: SeriesPageView, labels: L) => B;

/** Keeps what was encoded for a page until a slot of the page is given to another series. */
export class PageCache<L extends WrittenLabels, B extends PageBytes = PageBytes> {
  readonly #kept = new WeakMap<SeriesPageView, B>();
  readonly #encode: EncodePage<L, B>;

  /** @param encode - called when there is nothing for the page, or nothing that is still true */
  constructor(encode: EncodePage<L, B>) {
    this.#encode = encode;
  }

  /** The bytes of a page whose labels are written this way. */
  get(page: SeriesPageView, labels: L): B {
    const kept = this.#kept.get(page);
    if (kept !== undefined && kept.version === page.version && kept.key === labels.key) return kept;
    const encoded = this.#encode(page, labels);
    this.#kept.set(page, encoded);
    return encoded;
  }
}
