import protobuf from "protobufjs";
import { describe, expect, test } from "vitest";
import { WireReader } from "../../../src/exposition/parser/protobuf/wire-reader.js";

const large = [2 ** 31, 2 ** 32 + 5, 2 ** 40, 2 ** 52, Number.MAX_SAFE_INTEGER, 2 ** 60];
const numbers = [0, 1, 127, 128, 300, 2 ** 31 - 1, ...large];
const signed = [...numbers, ...numbers.map((value) => -value)].filter((value) => !Object.is(value, -0));
const write = () => protobuf.Writer.create();

describe("a wire reader", () => {
  test.each(signed)("reads %d", (value) => {
    const reader = new WireReader(write().uint32(8).int64(value).uint32(8).sint64(value).finish());
    expect([reader.uint32(), reader.int64(), reader.uint32(), reader.sint64()]).toEqual([8, value, 8, value]);
  });

  test.each(numbers)("reads %d as an unsigned number", (value) => {
    expect(new WireReader(write().uint64(value).finish()).uint64()).toBe(value);
  });

  test.each([
    [
      "a number",
      write()
        .uint32(8)
        .int64(2 ** 40),
    ],
    ["a double", write().uint32(9).double(5)],
    ["a text", write().uint32(10).string("text")],
    ["a message", write().uint32(10).fork().uint32(10).string("text").ldelim()],
  ])("skips %s", (_, writer) => {
    const reader = new WireReader(writer.uint32(8).uint32(7).finish());
    reader.skip(reader.uint32());
    expect([reader.uint32(), reader.uint32()]).toEqual([8, 7]);
  });

  test.each([
    ["4 bytes", [13, 1, 2, 3, 4]],
    ["a group that contains a group", [11, 19, 8, 200, 1, 20, 12]],
  ])("skips %s", (_, bytes) => {
    const reader = new WireReader(Uint8Array.from([...bytes, 8, 7]));
    reader.skip(reader.uint32());
    expect([reader.uint32(), reader.uint32()]).toEqual([8, 7]);
  });

  test.each([
    ["the body is truncated in a number", [8, 200]],
    ["the body is truncated: 8 bytes announced, 1 left", [9, 1]],
    ["the body is truncated: 5 bytes announced, 1 left", [10, 5, 1]],
    ["a number must have at most 10 bytes", [8, ...Array<number>(10).fill(255), 1]],
    ["a wire type must be from 0 to 5, not 6", [14]],
    ["a field number must be at least 1", [11, 3]],
    ["a group must end with the field number with which it began", [11, 20]],
    ["a group must end with the field number with which it began", [12]],
  ])("throws: %s", (message, bytes) => {
    const reader = new WireReader(Uint8Array.from(bytes));
    expect(() => reader.skip(reader.uint32())).toThrow(message);
  });
});
