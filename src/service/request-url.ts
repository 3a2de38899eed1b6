/** Returns the path of a request URL. A proxy may send an absolute URL. */
export function pathOf(url: string): string {
  const queryStart = url.indexOf("?");
  const path = queryStart < 0 ? url : url.slice(0, queryStart);
  return path.startsWith("/") ? path : path.replace(/^https?:\/\/[^/]*/i, "");
}

/** Returns the query of a request URL, without the `?`. */
export function queryOf(url: string): string {
  const queryStart = url.indexOf("?");
  return queryStart < 0 ? "" : url.slice(queryStart + 1);
}
