/** Where in a body an error lies: line and column in text, a byte offset in protobuf. */
export interface ParsePosition {
  /** The line, from 1. */
  readonly line?: number | undefined;
  /** The column in UTF-16 code units, from 1. */
  readonly column?: number | undefined;
  /** The number of bytes before the error. */
  readonly offset?: number | undefined;
}

/**
 * Says why and where a body is not a valid exposition. Text formats have `line` and `column`, protobuf has `offset`.
 *
 * @example
 * ```ts
 * try {
 *   parse("up one\n", "text/plain; version=0.0.4");
 * } catch (error) {
 *   // ParseError: line 1, column 4: a sample needs a number as its value, found "one"
 * }
 * ```
 */
export class ParseError extends Error {
  /** `"ParseError"`. */
  override readonly name: string = "ParseError";
  /** The line, from 1; `undefined` in protobuf. */
  readonly line: number | undefined;
  /** The column in UTF-16 code units, from 1; `undefined` in protobuf. */
  readonly column: number | undefined;
  /** The number of bytes before the error; `undefined` in text. */
  readonly offset: number | undefined;
  /** What broke the rule: a piece of the text; of protobuf the name of the family, as far as it was read. */
  readonly text: string;

  /**
   * @param rule - which rule was broken
   * @param text - what broke it
   * @param position - where
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
