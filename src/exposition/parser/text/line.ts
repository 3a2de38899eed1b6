import { ParseError } from "../parse-error.js";

/** One line of a text format, read from left to right. */
export class Line {
  /** The line without its line feed. */
  readonly text: string;
  /** The number of the line, from 1. */
  readonly number: number;
  /** The number of characters that have been read. */
  position = 0;

  /**
   * @param text - the line without its line feed
   * @param number - the number of the line, from 1
   */
  constructor(text: string, number: number) {
    this.text = text;
    this.number = number;
  }

  /** Whether the whole line has been read. */
  get atEnd(): boolean {
    return this.position === this.text.length;
  }

  /** Whether `literal` comes next. */
  startsWith(literal: string): boolean {
    return this.text.startsWith(literal, this.position);
  }

  /** Reads `literal` if it comes next, and returns whether it did. */
  take(literal: string): boolean {
    const found = this.startsWith(literal);
    if (found) this.position += literal.length;
    return found;
  }

  /** Reads the text that a sticky pattern matches, or returns `undefined`. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  /** Reads the rest of the line. */
  rest(): string {
    const rest = this.text.slice(this.position);
    this.position = this.text.length;
    return rest;
  }

  /**
   * Rejects the line.
   *
   * @param rule - the rule that the line breaks
   * @param from - the column at which the offending text begins, from 0
   * @param to - the column at which it ends
   * @throws {ParseError} always
   */
  fail(rule: string, from: number = this.position, to: number = this.text.length): never {
    throw new ParseError(rule, this.text.slice(from, to), { line: this.number, column: from + 1 });
  }
}

/** Splits a body into lines. Text after the last line feed is also a line. */
export function* linesOf(body: string): Generator<Line, void, undefined> {
  let number = 1;
  for (let start = 0; start < body.length; number++) {
    const end = body.indexOf("\n", start);
    yield new Line(body.slice(start, end === -1 ? body.length : end), number);
    start = end === -1 ? body.length : end + 1;
  }
}
