/** Scrapers send the same headers with each scrape, and there are few scrapers. */
const MAX_REMEMBERED = 32;

/** Longer texts are no scraper's, and would keep memory. */
const MAX_LENGTH = 1024;

/** Reads each text of a header once. */
export function memoizeByHeader<T>(read: (header: string | undefined) => T): (header: string | undefined) => T {
  const known = new Map<string | undefined, T>();
  return (header) => {
    if (header !== undefined && header.length > MAX_LENGTH) return read(header);
    const before = known.get(header);
    if (before !== undefined) return before;
    const value = read(header);
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(header, value);
    return value;
  };
}
