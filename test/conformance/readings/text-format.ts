/** A message as protoc prints it, with the values of each field in order and scalars as text. */
export class TextMessage {
  readonly #fields = new Map<string, (string | TextMessage)[]>();

  /** Adds a value to a field. */
  add(field: string, value: string | TextMessage): void {
    const values = this.#fields.get(field);
    if (values === undefined) this.#fields.set(field, [value]);
    else values.push(value);
  }

  /** The names of the fields that are present. */
  get fields(): string[] {
    return [...this.#fields.keys()];
  }

  /** Returns the messages of a repeated field. */
  messages(field: string): TextMessage[] {
    return (this.#fields.get(field) ?? []).filter((value) => value instanceof TextMessage);
  }

  /** Returns the message of a field, if it is present. */
  message(field: string): TextMessage | undefined {
    return this.messages(field).at(-1);
  }

  /** Returns the scalars of a repeated field. */
  scalars(field: string): string[] {
    return (this.#fields.get(field) ?? []).filter((value) => typeof value === "string");
  }

  /** Returns the scalar of a field, if it is present. */
  scalar(field: string): string | undefined {
    return this.scalars(field).at(-1);
  }

  /** Returns the number in a field, or 0 if it is absent. */
  number(field: string): number {
    return textNumber(this.scalar(field) ?? "0");
  }
}

/**
 * Parses the output of `protoc --decode`.
 *
 * @throws {Error} if a field is not in the schema (protoc prints its number) or a string is not UTF-8
 */
export function parseTextFormat(text: string): TextMessage {
  const root = new TextMessage();
  const open: TextMessage[] = [root];
  for (const line of text.split("\n").map((each) => each.trim())) {
    if (line === "") continue;
    const current = open.at(-1) ?? root;
    if (line === "}") {
      open.pop();
      continue;
    }
    const [, field = "", value = ""] = /^(\w+)(?:: (.*)| \{)$/.exec(line) ?? [];
    if (field === "" || /^\d/.test(field)) throw new Error(`the schema does not know this field: ${line}`);
    if (value !== "") {
      current.add(field, value.startsWith('"') ? unescapeString(value.slice(1, -1)) : value);
      continue;
    }
    const message = new TextMessage();
    current.add(field, message);
    open.push(message);
  }
  return root;
}

/** Parses a number as protoc prints it. */
export function textNumber(written: string): number {
  if (/^-?inf$/.test(written)) return written.startsWith("-") ? -Infinity : Infinity;
  return /^-?nan$/.test(written) ? Number.NaN : Number(written);
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const escapes: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, '"': 34, "'": 39, "\\": 92 };

/** Parses a string, whose bytes beyond ASCII protoc prints as octal escapes. */
function unescapeString(written: string): string {
  if (!written.includes("\\")) return written;
  const bytes: number[] = [];
  for (const [, octal, letter, plain = ""] of written.matchAll(/\\([0-7]{3})|\\(.)|([^\\])/g)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else if (letter === undefined) bytes.push(plain.charCodeAt(0));
    else bytes.push(escapes[letter] ?? unknownEscape(letter));
  }
  return decoder.decode(Uint8Array.from(bytes));
}

function unknownEscape(letter: string): never {
  throw new Error(`protoc printed an unknown escape: \\${letter}`);
}
