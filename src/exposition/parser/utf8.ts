import { Buffer } from "node:buffer";
import { TextDecoder } from "node:util";
import { ParseError } from "./parse-error.js";

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * The text of a body that must be UTF-8; a byte order mark is kept, so that the format's grammar refuses it.
 *
 * @param body - bytes, or a string without halves of surrogate pairs
 * @throws ParseError at the first byte that is not UTF-8
 */
export function decodeBody(body: Uint8Array | string): string {
  if (typeof body === "string") return refuseSurrogates(body);
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

function refuseSurrogates(body: string): string {
  if (body.isWellFormed()) return body;
  const index = body.search(/\p{Surrogate}/u);
  return fail(body.slice(0, index), body.charAt(index));
}

function fail(before: string, text: string): never {
  const line = before.split("\n");
  throw new ParseError("a body is valid UTF-8", text, { line: line.length, column: (line.at(-1)?.length ?? 0) + 1 });
}
