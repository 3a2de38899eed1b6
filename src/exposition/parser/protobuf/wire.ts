import { TextDecoder } from "node:util";
import { WireReader } from "./wire-reader.js";

/** The scalar types that the messages of the format use, by their protobuf names. */
export type Scalar = "string" | "double" | "int32" | "sint32" | "uint32" | "int64" | "sint64" | "uint64";

/** A field of a message. */
export interface Field {
  /** Under which key its value is kept. */
  readonly name: string;
  /** What it holds. */
  readonly type: Scalar | Fields;
  /** Whether it holds a list, which is then there even when it is empty. */
  readonly isRepeated: boolean;
}

/** The fields of a message by their numbers. */
export type Fields = ReadonlyMap<number, Field>;

type Message = Record<string, unknown>;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const wireTypes: Partial<Record<Scalar, number>> = { string: 2, double: 1 };

/** Reads length-delimited messages one after another. */
export class DelimitedReader {
  readonly #reader: WireReader;

  /** @param body - the messages, each after its length */
  constructor(body: Uint8Array) {
    this.#reader = new WireReader(body);
  }

  /** How many bytes have been read. */
  get offset(): number {
    return this.#reader.at;
  }

  /** Whether all has been read. */
  get atEnd(): boolean {
    return this.#reader.at === this.#reader.bytes.length;
  }

  /**
   * Reads the next message; unknown fields are passed over, as protobuf demands.
   *
   * @throws Error when the bytes are no such message
   */
  read(fields: Fields): object {
    return readMessage(this.#reader, this.#reader.bytes.length, fields);
  }
}

function readMessage(reader: WireReader, limit: number, fields: Fields): Message {
  const end = readEnd(reader, limit);
  const message: Message = {};
  for (const { name, isRepeated } of fields.values()) if (isRepeated) message[name] = [];
  while (reader.at < end) {
    const tag = reader.uint32();
    const field = fields.get(tag >>> 3);
    if (tag >>> 3 === 0) throw new Error("a field's number is 1 or more");
    if (field === undefined) reader.skip(tag);
    else readField(reader, end, field, tag & 7, message);
  }
  if (reader.at !== end) throw new Error("a message ends where its length says");
  return message;
}

function readField(reader: WireReader, end: number, field: Field, wireType: number, message: Message): void {
  const { name, type, isRepeated } = field;
  const list = isRepeated ? (message[name] as unknown[]) : [];
  const expected = typeof type === "string" ? (wireTypes[type] ?? 0) : 2;
  if (wireType === expected) {
    list.push(typeof type === "string" ? readScalar(reader, end, type) : readMessage(reader, end, type));
  } else if (wireType === 2 && isRepeated && typeof type === "string") {
    const packedEnd = readEnd(reader, end);
    while (reader.at < packedEnd) list.push(readScalar(reader, packedEnd, type));
  } else {
    throw new Error(`the field ${name} has wire type ${expected}, not ${wireType}`);
  }
  if (!isRepeated) message[name] = list[0];
}

function readScalar(reader: WireReader, end: number, type: Scalar): string | number {
  if (type !== "string") return reader[type]();
  const start = reader.at;
  const bytesEnd = readEnd(reader, end);
  const bytes = reader.bytes.subarray(reader.at, bytesEnd);
  reader.at = bytesEnd;
  return decodeString(bytes, reader, start);
}

function decodeString(bytes: Uint8Array, reader: WireReader, start: number): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    reader.at = start;
    throw new Error("a string is valid UTF-8", { cause });
  }
}

function readEnd(reader: WireReader, limit: number): number {
  const length = reader.uint64();
  if (length > limit - reader.at)
    throw new Error(`the body is cut off: ${length} bytes announced, ${limit - reader.at} left`);
  return reader.at + length;
}
