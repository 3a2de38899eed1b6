import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteWriter } from "../../src/exposition/bytes/byte-writer.js";
import { escapeLabelValue } from "../../src/exposition/bytes/escaping.js";
import { buildTemplates, type LineTemplate } from "../../src/exposition/bytes/line-template.js";
import { formatValue } from "../../src/exposition/bytes/number.js";
import { PaddedBytes } from "../../src/exposition/bytes/padded-bytes.js";

function written(write: (writer: ByteWriter) => void): string {
  const writer = new ByteWriter(16);
  write(writer);
  return Buffer.from(writer.take()).toString("utf8");
}

describe("ByteWriter", () => {
  test("writes every value as formatValue formats it", () => {
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

  test("copies padded bytes of any length one after another", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" })), (texts) => {
        const all = texts.map((text) => new PaddedBytes(text));
        const shown = written((writer) => {
          for (const padded of all) writer.padded(padded);
        });
        expect(shown).toBe(texts.join(""));
      }),
    );
  });

  test("writes every label value as escapeLabelValue escapes it", () => {
    const values = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom("a", '"', "\\", "\n") }),
    );
    fc.assert(
      fc.property(fc.array(values), (texts) => {
        const shown = written((writer) => {
          for (const text of texts) writer.labelValue(text);
        });
        expect(shown).toBe(texts.map(escapeLabelValue).join(""));
      }),
    );
  });

  test("writes a line for each series of a page, with labels and values of every length", () => {
    const text = fc.string({ unit: "grapheme" });
    const series = fc.record({ labels: text, value: fc.oneof(fc.double(), fc.integer()) });
    fc.assert(
      fc.property(text, text, fc.array(series), (head, tail, all) => {
        const labels = new PaddedBytes(all.map(({ labels }) => labels).join(""));
        const offsets = new Uint16Array(all.length + 1);
        all.forEach(({ labels }, i) => {
          offsets[i + 1] = (offsets[i] as number) + Buffer.byteLength(labels);
        });
        const [, template] = buildTemplates([
          { head: tail, tail: head },
          { head, tail },
        ]);
        const values = Float64Array.from(all, ({ value }) => value);
        const shown = written((writer) =>
          writer.pageLines(template as LineTemplate, { key: "", version: 0, offsets, bytes: labels.bytes }, values),
        );
        expect(shown).toBe(all.map(({ labels, value }) => `${head}${labels}${tail}${formatValue(value)}\n`).join(""));
      }),
    );
  });

  test("writes text of any length into a buffer that grows", () => {
    const long = "é".repeat(100_000);
    expect(written((writer) => writer.text(long))).toBe(long);
  });

  test("is full once the bytes of a chunk are written, and then takes them", () => {
    const writer = new ByteWriter(16, 8);
    writer.text("1234567");
    expect([writer.isFull, writer.takeFull()]).toEqual([false, undefined]);
    writer.text("8");
    expect([writer.isFull, Buffer.from(writer.takeFull() ?? []).toString()]).toEqual([true, "12345678"]);
    expect([writer.isFull, writer.at]).toEqual([false, 0]);
  });

  test("reuses the memory of a chunk after the next one is taken, once enough bytes were taken", () => {
    const writer = new ByteWriter(16, 8, 20);
    const chunks = ["1 to ten..", "11 to 20..", "beyond....", "new memory", "reused...."].map((text) => {
      writer.text(text);
      const chunk = writer.take();
      return { text: Buffer.from(chunk).toString(), memory: chunk.buffer };
    });
    expect(chunks.map(({ text }) => text).join("")).toBe("1 to ten..11 to 20..beyond....new memoryreused....");
    const memories = chunks.map(({ memory }) => memory);
    expect(new Set(memories).size).toBe(4);
    expect(memories[4]).toBe(memories[2]);
  });

  test("does not change a chunk after it was taken", () => {
    const writer = new ByteWriter(16);
    writer.text("first");
    const first = writer.take();
    writer.text("other");
    expect(Buffer.from(first).toString()).toBe("first");
  });
});
