import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Service } from "../../../src/service/index.js";
import { rawAnswers } from "../raw-request.js";
import { registryOf, scrape, serve } from "../serving.js";
import { parseResponses } from "./http-responses.js";

let service: Service;
beforeAll(async () => {
  service = await serve({ registry: registryOf(1) });
});
afterAll(() => service.stop());

const smuggled = "GET /-/healthy HTTP/1.1\r\nHost: smuggled\r\nConnection: close\r\n\r\n";
const chunkedRequest = `${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`;

describe("a request whose end is ambiguous", () => {
  test.each([
    [
      "has both lengths",
      `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    ],
    [
      "has both lengths in the other order",
      `POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${smuggled}`,
    ],
    [
      "has two lengths",
      `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`,
    ],
    ["has a list of lengths", `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0, 0\r\n\r\n${smuggled}`],
    ["has a length with a sign", `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +0\r\n\r\n${smuggled}`],
    ["has a length in hexadecimal", `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x0\r\n\r\n${smuggled}`],
    [
      "has a space before the colon",
      `POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n${chunkedRequest}`,
    ],
    [
      "has an unknown transfer coding at the end",
      `POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n${chunkedRequest}`,
    ],
    [
      "ends its lines with LF and has both lengths",
      `POST / HTTP/1.1\nHost: x\nContent-Length: 0\nTransfer-Encoding: chunked\n\n0\n\n${smuggled}`,
    ],
    ["ends its lines with CR", `GET / HTTP/1.1\rHost: x\r\r${smuggled}`],
    ["has a line without a colon", `GET / HTTP/1.1\r\nHost: x\r\nContent-Length\r\n\r\n${smuggled}`],
    ["has a null byte in the path", `GET /metrics\0 HTTP/1.1\r\nHost: x\r\n\r\n${smuggled}`],
    ["has a null byte in a header", `GET /metrics HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n${smuggled}`],
    ["has a null byte in the name of a header", `GET /metrics HTTP/1.1\r\nHost: x\r\nX\0: b\r\n\r\n${smuggled}`],
    ["has the version of HTTP/2", `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${smuggled}`],
    ["has an unknown version", `GET /metrics HTTP/1.9\r\nHost: x\r\n\r\n${smuggled}`],
  ])("is refused if it %s, and nothing after it is answered", async (_, request) => {
    const responses = parseResponses(await rawAnswers(service, request));
    expect(responses.map(({ status }) => status)).toEqual([400]);
  });

  test.each([
    [
      "GET with a chunked body",
      `GET /metrics HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${chunkedRequest}`,
      413,
    ],
    [
      "GET with a body",
      `GET /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`,
      413,
    ],
    ["HEAD with a body", `HEAD / HTTP/1.1\r\nHost: x\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`, 413],
    ["POST with a body", `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`, 405],
    [
      "POST with a chunked body",
      `POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${chunkedRequest}`,
      405,
    ],
    [
      "POST with an unknown transfer coding",
      `POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n${chunkedRequest}`,
      405,
    ],
    [
      "POST for an unknown path",
      `POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`,
      404,
    ],
  ])("does not exist in a %s, whose body is not answered", async (_, request, status) => {
    const responses = parseResponses(await rawAnswers(service, request));
    expect(responses.map((response) => [response.status, response.headers.get("connection")])).toEqual([
      [status, "close"],
    ]);
  });

  test("is refused if it has no version, and nothing after it is answered", async () => {
    const responses = parseResponses(await rawAnswers(service, `GET /metrics\r\n\r\n${smuggled}`));
    expect(responses.map(({ status }) => status)).toEqual([505]);
  });

  test("of CONNECT is closed without a response", async () => {
    expect(await rawAnswers(service, `CONNECT 127.0.0.1:80 HTTP/1.1\r\nHost: x\r\n\r\n${smuggled}`)).toBe("");
  });
});

describe("a request target", () => {
  test.each([
    ["in absolute form", "GET http://other.example/metrics", 200],
    ["in absolute form with credentials", "GET http://u:p@other.example/-/healthy", 200],
    ["in absolute form without a path", "GET http://other.example", 404],
    ["in absolute form of another scheme", "GET ftp://other.example/metrics", 404],
    ["in asterisk form", "OPTIONS *", 404],
    ["in asterisk form with GET", "GET *", 404],
    ["with a fragment", "GET /metrics#x", 404],
    ["with encoded letters", "GET /%6detrics", 404],
    ["with an encoded slash", "GET %2fmetrics", 400],
    ["with dots", "GET /x/../metrics", 404],
    ["with encoded dots", "GET /%2e%2e/metrics", 404],
    ["with a backslash", "GET /\\metrics", 404],
    ["with parameters", "GET /metrics;x=1", 404],
    ["with two slashes", "GET //metrics", 404],
    ["with two slashes at the end", "GET /metrics//", 404],
    ["in capitals", "GET /METRICS", 404],
  ])("%s is taken as it is", async (_, line, status) => {
    const answer = await rawAnswers(service, `${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(parseResponses(answer).map((response) => response.status)).toEqual([status]);
  });

  test("and none of these requests keeps the service from answering", async () => {
    expect((await scrape(service)).status).toBe(200);
  });
});
