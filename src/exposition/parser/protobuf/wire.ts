import { TextDecoder } from "node:util";
import { FIXED64, LENGTH_DELIMITED, VARINT, WireReader } from "./wire-reader.js";

/** The scalar types in the messages of the format, by their protobuf names. */
export type Scalar = "string" | "double" | "int32" | "sint32" | "uint32" | "int64" | "sint64" | "uint64";

/** A field of a message. */
export interface Field {
  /** The key of the value in the parsed message. */
  readonly name: string;
  /** The type of the value. */
  readonly type: Scalar | MessageSchema;
  /** Whether the value is a list, which is empty if the message has no such field. */
  readonly isRepeated: boolean;
}

/** The fields of a message, by number. */
export type MessageSchema = ReadonlyMap<number, Field>;

type Message = Record<string, unknown>;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const wireTypes: Partial<Record<Scalar, number>> = { string: LENGTH_DELIMITED, double: FIXED64 };

/** A reader of length-delimited messages. */
export class DelimitedReader {
  readonly #reader: WireReader;

  /** @param body - the messages, each preceded by its length */
  constructor(body: Uint8Array) {
    this.#reader = new WireReader(body);
  }

  /** The number of bytes that have been read. */
  get offset(): number {
    return this.#reader.at;
  }

  /** Whether the whole body has been read. */
  get atEnd(): boolean {
    return this.#reader.at === this.#reader.bytes.length;
  }

  /**
   * Reads the next message. Unknown fields are skipped, as protobuf requires.
   *
   * @throws {Error} if the bytes are not such a message
   */
  read(schema: MessageSchema): object {
    return readMessage(this.#reader, this.#reader.bytes.length, schema);
  }
}

function readMessage(reader: WireReader, limit: number, schema: MessageSchema): Message {
  const end = readEnd(reader, limit);
  const message: Message = {};
  for (const { name, isRepeated } of schema.values()) if (isRepeated) message[name] = [];
  while (reader.at < end) {
    const tag = reader.uint32();
    const field = schema.get(tag >>> 3);
    if (field === undefined) reader.skip(tag);
    else readField(reader, end, field, tag & 7, message);
  }
  if (reader.at !== end) throw new Error("a message must end where its length says");
  return message;
}

function readField(reader: WireReader, end: number, field: Field, wireType: number, message: Message): void {
  const { name, type, isRepeated } = field;
  const list = isRepeated ? (message[name] as unknown[]) : [];
  const expected = typeof type === "string" ? (wireTypes[type] ?? VARINT) : LENGTH_DELIMITED;
  if (wireType === expected) {
    list.push(typeof type === "string" ? readScalar(reader, end, type) : readMessage(reader, end, type));
  } else if (wireType === LENGTH_DELIMITED && isRepeated && typeof type === "string") {
    const packedEnd = readEnd(reader, end);
    while (reader.at < packedEnd) list.push(readScalar(reader, packedEnd, type));
  } else {
    throw new Error(`the field ${name} must have wire type ${expected}, not ${wireType}`);
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
  } catch {
    reader.at = start;
    throw new Error("a string must be valid UTF-8");
  }
}

function readEnd(reader: WireReader, limit: number): number {
  const length = reader.uint64();
  if (length > limit - reader.at)
    throw new Error(`the body is truncated: ${length} bytes announced, ${limit - reader.at} left`);
  return reader.at + length;
}
