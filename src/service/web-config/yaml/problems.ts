import { type NarthexError, withCode } from "../../../model/errors/coded-error.js";

/** Problems that a message lists. More would hide the first one, which is often the cause of the others. */
const MAX_LISTED = 20;

/** The problems of a web-config file. All of them are reported together, each with its line and column. */
export class Problems {
  readonly #file: string;
  readonly #lineStarts: readonly number[];
  /** The offsets of the problems, by message. An alias that is read twice has its problem once. */
  readonly #found = new Map<string, number>();

  /**
   * @param file - the path of the file, as it is shown
   * @param text - the content, without a byte order mark
   */
  constructor(file: string, text: string) {
    this.#file = file;
    this.#lineStarts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  }

  /** The number of problems. */
  get count(): number {
    return this.#found.size;
  }

  /**
   * Adds a problem.
   *
   * @param offset - its place in the text
   * @param message - the rule and the remedy; must not contain a secret
   */
  add(offset: number, message: string): void {
    this.#found.set(`${this.placeOf(offset)}: ${message}`, offset);
  }

  /** Returns the error that lists all problems. */
  toError(): NarthexError {
    const all = [...this.#found].sort(([, a], [, b]) => a - b).map(([message]) => message);
    const listed = all.slice(0, MAX_LISTED);
    if (all.length > MAX_LISTED) listed.push(`… and ${all.length - MAX_LISTED} more.`);
    const [only, ...others] = listed;
    const message = others.length === 0 ? `${only}` : `${this.#file} has ${all.length} errors:\n${listed.join("\n")}`;
    return withCode("NARTHEX_INVALID_WEB_CONFIG", new Error(message));
  }

  /** Returns the file, line and column of an offset, for example `web.yml:3:5`. */
  placeOf(offset: number): string {
    let [from, to] = [0, this.#lineStarts.length];
    while (from + 1 < to) {
      const middle = (from + to) >>> 1;
      if ((this.#lineStarts[middle] as number) <= offset) from = middle;
      else to = middle;
    }
    return `${this.#file}:${from + 1}:${offset - (this.#lineStarts[from] as number) + 1}`;
  }
}
