import { parseAccept, prefer } from "./accept.js";

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
