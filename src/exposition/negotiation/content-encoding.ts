import { parseAccept, prefer } from "./accept.js";

/**
 * Whether a response may and should be compressed with gzip, the one coding that Prometheus understands. An absent
 * header, `identity` alone, `gzip;q=0` and a preference for `identity` all mean no.
 *
 * @param acceptEncoding - the request's `Accept-Encoding` header
 */
export function acceptsGzip(acceptEncoding: string | null | undefined): boolean {
  const preference = prefer(parseAccept(acceptEncoding), ["gzip", "identity"], ({ value }, coding) => {
    if (value === "*") return 1;
    return value === coding ? 2 : 0;
  });
  return preference?.choice === "gzip";
}
