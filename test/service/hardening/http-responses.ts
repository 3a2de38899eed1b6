/** A response as a client sees it. */
export interface HttpResponse {
  readonly status: number;
  /** The headers, by lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

const statusLine = /^HTTP\/1\.1 ([1-5]\d\d) [A-Za-z-]+( [A-Za-z-]+)*$/;
const headerLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+): ([\t\x20-\x7e]*)$/;

/**
 * Parses all responses of a connection. It is stricter than clients are.
 *
 * @param text - the bytes of a connection that has closed, in latin1
 * @throws {Error} if they are not a sequence of complete responses
 */
export function parseResponses(text: string): HttpResponse[] {
  const responses: HttpResponse[] = [];
  let rest = text;
  while (rest !== "") {
    const end = rest.indexOf("\r\n\r\n");
    if (end < 0) throw new Error(`no end of the headers: ${JSON.stringify(rest)}`);
    const [first = "", ...lines] = rest.slice(0, end).split("\r\n");
    const status = statusLine.exec(first)?.[1];
    if (status === undefined) throw new Error(`no status line: ${JSON.stringify(first)}`);
    const headers = new Map<string, string>();
    for (const line of lines) {
      const [, name, value] = headerLine.exec(line) ?? [];
      if (name === undefined || value === undefined) throw new Error(`no header: ${JSON.stringify(line)}`);
      if (headers.has(name.toLowerCase())) throw new Error(`two headers ${name}`);
      headers.set(name.toLowerCase(), value);
    }
    const [body, after] = bodyOf(headers, rest.slice(end + 4));
    responses.push({ status: Number(status), headers, body });
    rest = after;
  }
  return responses;
}

function bodyOf(headers: ReadonlyMap<string, string>, rest: string): [body: string, rest: string] {
  // The response to HEAD has headers of a body and no body. No body begins like a response.
  if (rest === "" || rest.startsWith("HTTP/1.1 ")) return ["", rest];
  if (headers.get("transfer-encoding") === "chunked") {
    const end = rest.indexOf("0\r\n\r\n");
    if (end < 0) throw new Error("an incomplete chunked body");
    return [rest.slice(0, end), rest.slice(end + 5)];
  }
  const length = Number(headers.get("content-length"));
  if (!(length <= rest.length)) throw new Error(`a body of ${rest.length} bytes instead of ${length}`);
  return [rest.slice(0, length), rest.slice(length)];
}
