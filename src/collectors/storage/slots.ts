/**
 * The number of slots in a page, a power of two. A scrape may pause between two pages, so this also bounds the time
 * that it runs without a pause.
 *
 * @internal
 */
export const PAGE_SIZE = 256;

const SHIFT = Math.log2(PAGE_SIZE);
const MASK = PAGE_SIZE - 1;

/**
 * Returns the index of the page that holds a slot.
 *
 * @internal
 */
export function pageIndexOf(slot: number): number {
  return slot >> SHIFT;
}

/**
 * Returns the position of a slot in its page.
 *
 * @internal
 */
export function offsetInPage(slot: number): number {
  return slot & MASK;
}

/**
 * Returns the slot at a position of a page.
 *
 * @internal
 */
export function slotAt(pageIndex: number, offset: number): number {
  return (pageIndex << SHIFT) | offset;
}
