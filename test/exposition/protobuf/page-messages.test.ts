import protobuf from "protobufjs";
import { expect, test } from "vitest";
import { ByteWriter } from "../../../src/exposition/bytes/byte-writer.js";
import { paddedText } from "../../../src/exposition/bytes/padded-text.js";
import { writeMessage, writePageMessages } from "../../../src/exposition/protobuf/page-messages.js";

test("one message of a page, or all, are written with the values of their series", () => {
  const { bytes, start, end } = paddedText("a--------b:--------end");
  const messages = {
    key: "",
    version: 0,
    starts: Uint16Array.of(start, start + 9, end),
    bytes,
    trailingBytes: Uint8Array.of(0, 3),
  };
  const values = Float64Array.of(1.5, -2);
  const encoded = (prefix: string, value: number, end = "") => [
    ...Buffer.from(prefix),
    ...protobuf.Writer.create().double(value).finish(),
    ...Buffer.from(end),
  ];
  const both = [...encoded("xa", 1.5), ...encoded("b:", -2, "end")];
  const writer = new ByteWriter(4);
  writer.text("x");
  writePageMessages(writer, messages, values);
  expect([...writer.take()]).toEqual(both);
  writer.text("x");
  writeMessage(writer, messages, 0, 1.5);
  writeMessage(writer, messages, 1, -2);
  expect([...writer.take()]).toEqual(both);
});
