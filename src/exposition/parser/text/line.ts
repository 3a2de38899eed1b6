import { ParseError } from "../parse-error.js";

/** One line of a text format, read from left to right. */
export class Line {
  /** The line without its line feed. */
  readonly text: string;
  /** Its number, from 1. */
  readonly number: number;
  /** How much of it has been read. */
  position = 0;

  /**
   * @param text - the line without its line feed
   * @param number - its number, from 1
   */
  constructor(text: string, number: number) {
    this.text = text;
    this.number = number;
  }

  /** Whether all of it has been read. */
  get atEnd(): boolean {
    return this.position === this.text.length;
  }

  /** Whether `literal` comes next. */
  startsWith(literal: string): boolean {
    return this.text.startsWith(literal, this.position);
  }

  /** Reads `literal` if it comes next, and says whether it did. */
  take(literal: string): boolean {
    const found = this.startsWith(literal);
    if (found) this.position += literal.length;
    return found;
  }

  /** Reads what a sticky pattern matches, if it does. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  /** Reads all that is left. */
  rest(): string {
    const rest = this.text.slice(this.position);
    this.position = this.text.length;
    return rest;
  }

  /**
   * @param rule - which rule the line breaks
   * @param from - where the offending text begins
   * @param to - where it ends
   * @throws ParseError always
   */
  fail(rule: string, from: number = this.position, to: number = this.text.length): never {
    throw new ParseError(rule, this.text.slice(from, to), { line: this.number, column: from + 1 });
  }
}

/** The lines of a body; what follows the last line feed is a line too, unless it is empty. */
export function* linesOf(body: string): Generator<Line, void, undefined> {
  let number = 1;
  for (let start = 0; start < body.length; number++) {
    const end = body.indexOf("\n", start);
    yield new Line(body.slice(start, end === -1 ? body.length : end), number);
    start = end === -1 ? body.length : end + 1;
  }
}
