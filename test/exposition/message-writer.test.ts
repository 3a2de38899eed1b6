import protobuf from "protobufjs";
import { describe, expect, test } from "vitest";
import { MessageWriter } from "../../src/exposition/message-writer.js";
import { WireReader } from "../../src/exposition/parser/wire-reader.js";

const large = [2 ** 31, 2 ** 32 + 5, 2 ** 40, 2 ** 52, Number.MAX_SAFE_INTEGER, 2 ** 60];
const numbers = [0, 1, 127, 128, 300, 2 ** 31 - 1, ...large];
const signed = [...numbers, ...numbers.map((value) => -value)].filter((value) => !Object.is(value, -0));
const nested = (length: number) => "x".repeat(length);

/** What another implementation writes, beside what this one does. */
function both(
  write: (writer: MessageWriter) => void,
  reference: (writer: protobuf.Writer) => void,
): [Uint8Array, Uint8Array] {
  const writer = new MessageWriter();
  write(writer);
  const other = protobuf.Writer.create();
  reference(other);
  return [new Uint8Array(writer.written()), new Uint8Array(other.finish())];
}

describe("a message writer", () => {
  test.each(signed)("writes %d as protobufjs does", (value) => {
    const [ours, theirs] = both(
      (writer) => writer.integer(8, value).zigzag(16, value).double(25, value),
      (writer) => writer.uint32(8).int64(value).uint32(16).sint64(value).uint32(25).double(value),
    );
    expect(ours).toEqual(theirs);
  });

  test.each([0, 1, 100, 127, 128, 5_000, 20_000])(
    "writes messages in messages with a text of %d characters",
    (length) => {
      const [ours, theirs] = both(
        (writer) => writer.open(10).open(10).text(10, nested(length)).close().text(18, "ü🙂").close().integer(16, 5),
        (writer) => {
          writer.uint32(10).fork().uint32(10).fork().uint32(10).string(nested(length)).ldelim();
          writer.uint32(18).string("ü🙂").ldelim().uint32(16).uint32(5);
        },
      );
      expect(ours).toEqual(theirs);
    },
  );

  test("begins anew after a message that was not ended", () => {
    const writer = new MessageWriter();
    writer.open(10).text(10, "a");
    writer.begin();
    writer.open(10).close();
    expect([...writer.written()]).toEqual([10, 0]);
  });
});

describe("a wire reader", () => {
  test.each(signed)("reads %d", (value) => {
    const writer = new MessageWriter();
    const reader = new WireReader(writer.integer(8, value).zigzag(8, value).written());
    expect([reader.uint32(), reader.int64(), reader.uint32(), reader.sint64()]).toEqual([8, value, 8, value]);
  });

  test.each([
    ["a number", new MessageWriter().integer(8, 2 ** 40)],
    ["a double", new MessageWriter().double(9, 5)],
    ["a text", new MessageWriter().text(10, "text")],
    ["a message", new MessageWriter().open(10).text(10, "text").close()],
  ])("passes %s over", (_, writer) => {
    const reader = new WireReader(writer.integer(8, 7).written());
    reader.skip(reader.uint32());
    expect([reader.uint32(), reader.uint32()]).toEqual([8, 7]);
  });

  test.each([
    ["4 bytes", [13, 1, 2, 3, 4]],
    ["a group that holds a group", [11, 19, 8, 200, 1, 20, 12]],
  ])("passes %s over", (_, bytes) => {
    const reader = new WireReader(Uint8Array.from([...bytes, 8, 7]));
    reader.skip(reader.uint32());
    expect([reader.uint32(), reader.uint32()]).toEqual([8, 7]);
  });

  test.each([
    ["the body is cut off in a number", [8, 200]],
    ["the body is cut off: 8 bytes announced, 1 left", [9, 1]],
    ["the body is cut off: 5 bytes announced, 1 left", [10, 5, 1]],
    ["a number takes at most 10 bytes", [8, ...Array<number>(10).fill(255), 1]],
    ["a wire type is from 0 to 5, not 6", [14]],
    ["a field's number is 1 or more", [11, 3]],
    ["a group ends where one of the same number has begun", [11, 20]],
    ["a group ends where one of the same number has begun", [12]],
  ])("refuses: %s", (message, bytes) => {
    const reader = new WireReader(Uint8Array.from(bytes));
    expect(() => reader.skip(reader.uint32())).toThrow(message);
  });
});
