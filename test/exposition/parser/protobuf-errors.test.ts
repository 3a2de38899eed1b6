import { expect, test } from "vitest";
import { parse } from "../../../src/exposition/parser/parse.js";

const nothing = "found nothing";

test.each([
  ["a string that is not UTF-8", [3, 0x0a, 1, 0xff], `byte 2: a string must be valid UTF-8, ${nothing}`],
  [
    "a string that is longer than its message",
    [3, 0x0a, 9, 0x61],
    `byte 3: the body is truncated: 9 bytes announced, 1 left, ${nothing}`,
  ],
  ["a message that is truncated", [3, 0x0a], `byte 1: the body is truncated: 3 bytes announced, 1 left, ${nothing}`],
  [
    "a message that does not end where its length says",
    [3, 0x18, 0x80, 0x80, 1],
    `byte 5: a message must end where its length says, ${nothing}`,
  ],
  ["the field number 0", [2, 0x00, 0x00], `byte 2: a field number must be at least 1, ${nothing}`],
  ["a string field with a number", [2, 0x08, 1], `byte 2: the field name must have wire type 2, not 0, ${nothing}`],
  ["a number field with a list", [3, 0x1a, 1, 1], `byte 2: the field type must have wire type 0, not 2, ${nothing}`],
  [
    "a list of messages with a number",
    [2, 0x20, 1],
    `byte 2: the field metric must have wire type 2, not 0, ${nothing}`,
  ],
  [
    "a list of numbers with four bytes",
    [9, 0x22, 7, 0x3a, 5, 0x6d, 1, 2, 3, 4],
    `byte 6: the field positiveDelta must have wire type 0, not 5, ${nothing}`,
  ],
  [
    "a type that is not in the enumeration",
    [5, 0x0a, 1, 0x61, 0x18, 9],
    'byte 0: a type must be from 0 to 5, not 9, found "a"',
  ],
])("%s in protobuf is rejected at its offset", (_, bytes, message) => {
  const error = expect.objectContaining({ name: "ParseError", message });
  expect(() => parse(Uint8Array.from(bytes), "application/vnd.google.protobuf")).toThrow(error);
});
