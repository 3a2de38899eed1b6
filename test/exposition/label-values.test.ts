import fc from "fast-check";
import { expect, test } from "vitest";
import { ByteWriter } from "../../src/exposition/bytes/byte-writer.js";
import { escapeLabelValue } from "../../src/exposition/bytes/escaping.js";
import { writeLabelValue } from "../../src/exposition/text/labels.js";

function written(...values: string[]): string {
  const writer = new ByteWriter(16);
  for (const value of values) writeLabelValue(writer, value);
  return Buffer.from(writer.take()).toString();
}

test("every label value is written as escapeLabelValue escapes it", () => {
  const values = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom("a", '"', "\\", "\n") }),
  );
  fc.assert(
    fc.property(fc.array(values), (texts) => {
      expect(written(...texts)).toBe(texts.map(escapeLabelValue).join(""));
    }),
  );
});

test("the first character beyond ASCII in a label value is written as UTF-8", () => {
  expect(written("\u007f\u0080")).toBe("\u007f\u0080");
});
