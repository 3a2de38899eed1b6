/**
 * The number of slots in a page, a power of two. A scrape may pause between two pages, so this also bounds the time
 * that it runs without a pause.
 *
 * @internal
 */
export const PAGE_SIZE = 256;

/**
 * The shift from a slot to its page: `slot >> PAGE_SHIFT` is the index of the page. A literal, which the build writes
 * into each use: a function for it makes the lookup of labels 4 % slower.
 *
 * @internal
 */
export const PAGE_SHIFT = 8;

/**
 * The mask from a slot to its position in the page: `slot & PAGE_MASK` is the offset.
 *
 * @internal
 */
export const PAGE_MASK = 255;

/**
 * The maximum number of entries that a table moves when it shrinks. Eight times as many would hold the event loop for
 * 20 ms.
 *
 * @internal
 */
export const MAX_MOVED = 2 ** 13;
