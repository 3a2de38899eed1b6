import { parseAccept, prefer } from "./accept.js";

/** The minimum length of a body to compress, in bytes. A body that fits into one packet gains nothing. */
export const MIN_GZIP_LENGTH = 1024;

/** Level 1 is three times as fast as the default, and reduces expositions to an eighth instead of a tenth. */
export const GZIP_LEVEL = 1;

/**
 * Whether a response should be compressed with gzip, the only coding that Prometheus supports. The result is `false` if
 * the header is absent, contains only `identity` or `gzip;q=0`, or prefers `identity`.
 *
 * @param acceptEncoding - the `Accept-Encoding` header of the request
 */
export function acceptsGzip(acceptEncoding: string | null | undefined): boolean {
  const preference = prefer(parseAccept(acceptEncoding), ["gzip", "identity"], ({ value }, coding) => {
    if (value === "*") return 1;
    return value === coding ? 2 : 0;
  });
  return preference?.choice === "gzip";
}
