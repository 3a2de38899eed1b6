/** The maximum number of cached headers. There are few scrapers, and each sends the same header with every scrape. */
const MAX_ENTRIES = 32;

/** The maximum length of a cached header. Scrapers do not send longer ones, which would only use memory. */
const MAX_LENGTH = 1024;

/** Wraps a function that reads a header, so that it reads each value of the header once. */
export function memoizeByHeader<T>(read: (header: string | undefined) => T): (header: string | undefined) => T {
  const results = new Map<string | undefined, T>();
  return (header) => {
    if (header !== undefined && header.length > MAX_LENGTH) return read(header);
    const cached = results.get(header);
    if (cached !== undefined) return cached;
    const value = read(header);
    if (results.size >= MAX_ENTRIES) results.clear();
    results.set(header, value);
    return value;
  };
}
