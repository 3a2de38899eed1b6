import fc from "fast-check";

/** A text that must not appear in a response, with characters that HTML and headers must escape. */
export const marker = `<zq"'&zq>`;

const paths = ["/", "/metrics", "/metrics/", "/-/healthy", "/-/healthy/", "/robots.txt", "/robots.txt/"];

/** A byte of any value, as a character of latin1. */
const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
const bytes = (maxLength: number): fc.Arbitrary<string> => fc.string({ unit: byte, maxLength });
const token = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,12}$/);

const method = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom("GET", "HEAD") },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      "POST",
      "PUT",
      "DELETE",
      "OPTIONS",
      "PATCH",
      "TRACE",
      "CONNECT",
      "PRI",
      "PURGE",
      "SEARCH",
    ),
  },
  { weight: 1, arbitrary: token },
  { weight: 1, arbitrary: fc.constantFrom("get", "Get", "", "GET\0", "G".repeat(20_000)) },
);

const pathPart = fc.oneof(
  fc.constantFrom(...paths, "..", ".", "//", "/", "%2e%2e", "%00", "%2f", "\\", ";", "#", "%", "\0", "metrics", "-"),
  fc.constant(marker.replaceAll('"', "%22")),
  fc.constant(encodeURIComponent(marker)),
  bytes(8),
);
const query = fc.oneof(
  fc.constant(""),
  fc.constantFrom(
    "?",
    "?name[]=up",
    "?debug=text",
    "?debug=x",
    `?debug=${encodeURIComponent(marker)}`,
    "?name%5B%5D=a",
  ),
  fc.nat({ max: 400 }).map((count) => `?${"name[]=a&".repeat(count)}`),
  fc.nat({ max: 20_000 }).map((length) => `?${"x".repeat(length)}`),
  bytes(20).map((text) => `?name[]=${text}`),
  fc.string({ maxLength: 10 }).map((text) => `?${encodeURIComponent(text)}=${encodeURIComponent(marker)}`),
);
const origin = fc.constantFrom(
  "",
  "",
  "",
  "",
  "http://127.0.0.1",
  "https://x",
  "HTTP://a:b@c:1",
  "ftp://x",
  "http:/",
  "http://",
);
const target = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(origin, fc.constantFrom(...paths), query).map((parts) => parts.join("")) },
  {
    weight: 4,
    arbitrary: fc.tuple(origin, fc.array(pathPart, { maxLength: 4 }), query).map(([a, b, c]) => a + b.join("") + c),
  },
  { weight: 1, arbitrary: fc.constantFrom("*", "", "127.0.0.1:80", "metrics", " /metrics", "/metrics /") },
);
const version = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom("HTTP/1.1", "HTTP/1.0") },
  {
    weight: 1,
    arbitrary: fc.constantFrom("HTTP/0.9", "HTTP/2.0", "HTTP/1.2", "http/1.1", "HTTP/1.1.1", "RTSP/1.0", "ICE/1.0", ""),
  },
);

const weight = fc.oneof(fc.constant(""), fc.constantFrom(";q=0", ";q=1", ";q=0.5", ";q=2", ";q=-1", ";q=x", "; q = 1"));
const clause = fc
  .tuple(
    fc.constantFrom(
      "text/plain",
      "application/openmetrics-text",
      "application/vnd.google.protobuf",
      "*/*",
      "text/*",
      "x",
      "/",
      marker,
    ),
    fc.constantFrom(
      "",
      ";version=0.0.4",
      ";version=1.0.0",
      '; version="1.0.0"',
      ";proto=io.prometheus.client.MetricFamily;encoding=delimited",
    ),
    fc.constantFrom("", ";escaping=allow-utf-8", ";escaping=values", ";escaping=x"),
    weight,
  )
  .map((parts) => parts.join(""));
const accept = fc.oneof(
  fc.array(clause, { maxLength: 6 }).map((clauses) => clauses.join(",")),
  fc.nat({ max: 500 }).map((count) => "text/plain;q=0.1,".repeat(count)),
  fc.nat({ max: 5000 }).map((count) => ",".repeat(count)),
  fc.nat({ max: 5000 }).map((count) => `x;${'"'.repeat(count)}`),
  bytes(30),
);

const header = fc.oneof(
  accept.map((value) => `Accept: ${value}`),
  fc
    .array(fc.tuple(fc.constantFrom("gzip", "br", "*", "identity", marker), weight), { maxLength: 4 })
    .map((codings) => `Accept-Encoding: ${codings.map((coding) => coding.join("")).join(",")}`),
  fc.constantFrom(
    "Content-Length: 0",
    "Content-Length: 5",
    "Content-Length: -1",
    "Content-Length: 1e3",
    "Content-Length: 99999999999999999999",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: identity",
    "Transfer-Encoding: gzip, chunked",
    "transfer-encoding : chunked",
    "Connection: close",
    "Connection: keep-alive",
    "Connection: upgrade",
    "Upgrade: websocket",
    "Upgrade: h2c",
    "Expect: 100-continue",
    "Expect: x",
    "Host: y",
    "Host:",
    "Range: bytes=0-1",
    'If-None-Match: "x"',
    "TE: trailers",
    "X-Prometheus-Scrape-Timeout-Seconds: 0.01",
    "X-Prometheus-Scrape-Timeout-Seconds: 1e9",
    "Authorization: Basic eDp5",
    "Origin: https://x",
    "X-Forwarded-Proto: https",
    " folded: x",
    "no colon",
    ": no name",
  ),
  fc.tuple(token, bytes(30)).map(([name, value]) => `${name}: ${value}`),
  fc.constant(`X: ${marker}`),
  fc.nat({ max: 150 }).map((count) => Array.from({ length: count + 1 }, (_, n) => `X-${n}: 1`).join("\r\n")),
  fc.nat({ max: 30_000 }).map((length) => `X: ${"x".repeat(length)}`),
);
const lineEnd = fc.oneof(
  { weight: 20, arbitrary: fc.constant("\r\n") },
  { weight: 1, arbitrary: fc.constantFrom("\n", "\r", "\r\r\n") },
);

const structured = fc
  .tuple(method, target, version, fc.boolean(), fc.array(header, { maxLength: 5 }), lineEnd)
  .map(([verb, path, protocol, hasHost, headers, end]) =>
    [`${verb} ${path} ${protocol}`, ...(hasHost ? ["Host: x"] : []), ...headers, "", ""].join(end),
  );

/** A change of a text at a relative position. */
const change = fc.tuple(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.nat({ max: 8 }),
  fc.oneof(bytes(4), fc.constantFrom("\r\n", "\0", "\r\n\r\n", " ", "GET /metrics HTTP/1.1\r\n")),
);
const changed = fc.tuple(structured, fc.array(change, { minLength: 1, maxLength: 4 })).map(([text, changes]) => {
  let result = text;
  for (const [at, length, insertion] of changes) {
    const from = Math.floor(at * result.length);
    result = result.slice(0, from) + insertion + result.slice(from + length);
  }
  return result;
});

/** The bytes of a request, in latin1: well-formed or nearly, changed, or arbitrary. */
export const requestBytes: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: structured },
  { weight: 3, arbitrary: changed },
  { weight: 1, arbitrary: bytes(200) },
);

/** Returns how many lines of a text are valid requests for a path that the service serves. */
export function validRequestsIn(text: string): number {
  return text.split(/\r\n|\n|\r/).filter((line) => {
    const [, url = ""] = /(?:GET|HEAD) +(\S+) +HTTP\/1\.[01]$/.exec(line) ?? [];
    return paths.includes(url.replace(/\?.*/s, "").replace(/^https?:\/\/[^/]*/i, ""));
  }).length;
}
