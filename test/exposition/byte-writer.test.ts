import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteWriter, Piece } from "../../src/exposition/byte-writer.js";
import { formatValue } from "../../src/exposition/number.js";

function written(write: (writer: ByteWriter) => void): string {
  const writer = new ByteWriter(16);
  write(writer);
  return Buffer.from(writer.take()).toString("utf8");
}

describe("ByteWriter", () => {
  test("writes every value as formatValue shows it", () => {
    const values = fc.oneof(
      fc.double(),
      fc.integer(),
      fc.nat(2 ** 31 - 1),
      fc.constantFrom(0, -0, 9, 10, 99, 100, 1e9 - 1, 1e9),
    );
    fc.assert(
      fc.property(values, (value) => {
        const shown = written((writer) => {
          writer.reserve(32);
          writer.value(value);
        });
        expect(shown).toBe(formatValue(value));
      }),
    );
  });

  test("copies pieces of every length one behind the other", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" })), (texts) => {
        const pieces = texts.map((text) => new Piece(text));
        const shown = written((writer) => {
          for (const piece of pieces) {
            writer.reserve(piece.length);
            writer.piece(piece);
          }
        });
        expect(shown).toBe(texts.join(""));
      }),
    );
  });

  test("writes text of any length into a buffer that grows", () => {
    const long = "é".repeat(100_000);
    expect(written((writer) => writer.text(long))).toBe(long);
  });

  test("leaves a taken chunk alone when it goes on writing", () => {
    const writer = new ByteWriter(16);
    writer.text("first");
    const first = writer.take();
    writer.text("other");
    expect(Buffer.from(first).toString()).toBe("first");
  });
});
