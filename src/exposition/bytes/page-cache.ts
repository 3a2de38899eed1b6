import type { SeriesPageView } from "../../model/families/collector-series.js";

/** The encoded bytes of the series of a page. Those at offset `n` reach from `starts[n]` to `starts[n + 1]`. */
export interface PageBytes {
  /** The key of the label format with which the page was encoded. */
  readonly key: string;
  /** The version of the page when it was encoded. */
  readonly version: number;
  /** The position of the first byte of each slot, then the position after the last byte. */
  readonly starts: Uint16Array | Uint32Array;
  /** The bytes, padded. */
  readonly bytes: DataView;
}

/** The protobuf messages of a page, each with space for its value. */
export interface MessageBytes extends PageBytes {
  /** The number of bytes that follow the value in each message. */
  readonly trailingBytes: Uint8Array;
}

let drafted = new Uint32Array(0);

/** Returns an array for the positions of a number of slots and of the end, the first one 0. The next call reuses it. */
export function draftStarts(slots: number): Uint32Array {
  if (drafted.length <= slots) drafted = new Uint32Array(slots + 1);
  drafted[0] = 0;
  return drafted;
}

/**
 * Copies positions to the smallest array that fits them: there is one for every series that was ever scraped.
 *
 * @param starts - positions that count from the first byte
 * @param slots - the number of slots, whose positions are followed by that of the end
 * @param first - the position of the first byte
 */
export function compactStarts(starts: Uint32Array, slots: number, first: number): Uint16Array | Uint32Array {
  const end = first + (starts[slots] as number);
  const compact = end < 2 ** 16 ? new Uint16Array(slots + 1) : new Uint32Array(slots + 1);
  for (let slot = 0; slot <= slots; slot++) compact[slot] = first + (starts[slot] as number);
  return compact;
}

/** The way in which the labels of a collector are written. With the page, it determines the encoded bytes. */
export interface LabelFormat {
  /** A key that differs from that of every other format. */
  readonly key: string;
}

/** Encodes all slots of a page. */
export type EncodePage<F extends LabelFormat, B extends PageBytes> = (page: SeriesPageView, format: F) => B;

/**
 * Keeps an object with each page, as long as the page exists. A map with weak keys would make each garbage collection
 * slower, and is filled more slowly: 200 small families have 600 entries after a scrape.
 */
export class PageKeeper<T extends object> {
  /** Returns the object that is kept with a page. */
  get({ kept }: SeriesPageView): T | undefined {
    if (kept === undefined) return undefined;
    for (let i = 0; i < kept.length; i += 2) if (kept[i] === this) return kept[i + 1] as T;
    return undefined;
  }

  /** Keeps an object with a page, instead of the former one. */
  set(page: SeriesPageView, value: T): void {
    const { kept } = page;
    if (kept === undefined) {
      page.kept = [this, value];
      return;
    }
    let i = 0;
    while (i < kept.length && kept[i] !== this) i += 2;
    kept[i] = this;
    kept[i + 1] = value;
  }
}

/** A cache of encoded pages. A page is encoded again after one of its slots was assigned to another series. */
export class PageCache<F extends LabelFormat, B extends PageBytes = PageBytes> {
  readonly #pages = new PageKeeper<B>();
  readonly #encode: EncodePage<F, B>;

  /** @param encode - encodes a page that is not in the cache or has changed */
  constructor(encode: EncodePage<F, B>) {
    this.#encode = encode;
  }

  /** Returns the bytes of a page whose labels are written in this format. */
  get(page: SeriesPageView, format: F): B {
    const cached = this.#pages.get(page);
    if (cached !== undefined && cached.version === page.version && cached.key === format.key) return cached;
    const encoded = this.#encode(page, format);
    this.#pages.set(page, encoded);
    return encoded;
  }
}
