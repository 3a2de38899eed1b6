import { Buffer } from "node:buffer";
import { TextDecoder } from "node:util";
import { ParseError } from "./parse-error.js";

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Decodes a body as UTF-8. A byte order mark is kept, so that the grammar of the format rejects it.
 *
 * @param body - bytes, or a string without lone surrogates
 * @throws {ParseError} at the first byte that is not UTF-8
 */
export function decodeBody(body: Uint8Array | string): string {
  if (typeof body === "string") return rejectLoneSurrogates(body);
  try {
    return strict.decode(body);
  } catch {
    const bytes = Buffer.from(lenient.decode(body));
    const valid = lenient.decode(
      body.subarray(
        0,
        bytes.findIndex((byte, index) => byte !== body[index]),
      ),
    );
    return fail(valid, "�");
  }
}

function rejectLoneSurrogates(body: string): string {
  if (body.isWellFormed()) return body;
  const index = body.search(/\p{Surrogate}/u);
  return fail(body.slice(0, index), body.charAt(index));
}

function fail(before: string, text: string): never {
  const line = before.split("\n");
  throw new ParseError("a body must be valid UTF-8", text, {
    line: line.length,
    column: (line.at(-1)?.length ?? 0) + 1,
  });
}
