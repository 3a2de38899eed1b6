/** The position of an error in a body: line and column in text, a byte offset in protobuf. */
export interface ParsePosition {
  /** The line, from 1. */
  readonly line?: number | undefined;
  /** The column in UTF-16 code units, from 1. */
  readonly column?: number | undefined;
  /** The number of bytes before the error. */
  readonly offset?: number | undefined;
}

/**
 * The error that `parse` throws if a body is not a valid exposition. It has `line` and `column` in text formats, and
 * `offset` in protobuf.
 *
 * @example
 * ```ts
 * try {
 *   parse("up one\n", "text/plain; version=0.0.4");
 * } catch (error) {
 *   // ParseError: line 1, column 4: the value of a sample must be a number, found "one"
 * }
 * ```
 */
export class ParseError extends Error {
  /** `"ParseError"`. */
  override readonly name: string = "ParseError";
  /** `"NARTHEX_INVALID_EXPOSITION"`. */
  readonly code = "NARTHEX_INVALID_EXPOSITION";
  /** The line, from 1; `undefined` in protobuf. */
  readonly line: number | undefined;
  /** The column in UTF-16 code units, from 1; `undefined` in protobuf. */
  readonly column: number | undefined;
  /** The number of bytes before the error; `undefined` in text. */
  readonly offset: number | undefined;
  /** The text that broke the rule. In protobuf, the name of the family, or `""` if it was not read yet. */
  readonly text: string;

  /**
   * @param rule - the rule that was broken
   * @param text - the text that broke it
   * @param position - the position of the text
   */
  constructor(rule: string, text: string, position: ParsePosition) {
    const { line, column, offset } = position;
    const place = offset === undefined ? `line ${line}, column ${column}` : `byte ${offset}`;
    super(`${place}: ${rule}, found ${quote(text)}`);
    this.line = line;
    this.column = column;
    this.offset = offset;
    this.text = text;
  }
}

function quote(text: string): string {
  if (text === "") return "nothing";
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
