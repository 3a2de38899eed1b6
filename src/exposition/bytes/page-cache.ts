import type { SeriesPageView } from "../../model/families/collector-series.js";

/** The encoded bytes of the series of a page. Those at offset `n` reach from `starts[n]` to `starts[n + 1]`. */
export interface PageBytes {
  /** The key of the label format with which the page was encoded. */
  readonly key: string;
  /** The version of the page when it was encoded. */
  readonly version: number;
  /** The position of the first byte of each slot, then the number of bytes. */
  readonly starts: Uint16Array | Uint32Array;
  /** The bytes, padded. */
  readonly bytes: DataView;
}

/** The protobuf messages of a page, each with space for its value. */
export interface MessageBytes extends PageBytes {
  /** The number of bytes that follow the value in each message. */
  readonly trailingBytes: Uint8Array;
}

/** Copies positions to the smallest array that fits them: there is one for every series that was ever scraped. */
export function compactStarts(starts: Uint32Array): Uint16Array | Uint32Array {
  return (starts.at(-1) as number) < 2 ** 16 ? new Uint16Array(starts) : starts;
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
