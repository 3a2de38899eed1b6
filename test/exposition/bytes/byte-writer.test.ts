import fc from "fast-check";
import protobuf from "protobufjs";
import { describe, expect, test } from "vitest";
import { ByteWriter } from "../../../src/exposition/bytes/byte-writer.js";
import { formatValue } from "../../../src/exposition/bytes/number.js";
import { varintSize } from "../../../src/exposition/bytes/number-bytes.js";
import { paddedText } from "../../../src/exposition/bytes/padded-text.js";

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
        const all = texts.map((text) => paddedText(text));
        const shown = written((writer) => {
          for (const padded of all) writer.padded(padded);
        });
        expect(shown).toBe(texts.join(""));
      }),
    );
  });

  test("writes a line for each series of a page, with labels and values of every length", () => {
    const text = fc.string({ unit: "grapheme" });
    const series = fc.record({ labels: text, value: fc.oneof(fc.double(), fc.integer()) });
    fc.assert(
      fc.property(text, text, fc.array(series), (head, tail, all) => {
        const labels = paddedText(all.map(({ labels }) => labels).join(""));
        const starts = new Uint16Array(all.length + 1).fill(labels.start, 0, 1);
        all.forEach(({ labels }, i) => {
          starts[i + 1] = (starts[i] as number) + Buffer.byteLength(labels);
        });
        const template = { head: paddedText(head), tail: paddedText(tail) };
        const values = Float64Array.from(all, ({ value }) => value);
        const shown = written((writer) =>
          writer.pageLines(template, { key: "", version: 0, starts, bytes: labels.bytes }, values),
        );
        expect(shown).toBe(all.map(({ labels, value }) => `${head}${labels}${tail}${formatValue(value)}\n`).join(""));
      }),
    );
  });

  test("writes text of any length into a buffer that grows", () => {
    const long = "é".repeat(100_000);
    expect(written((writer) => writer.text(long))).toBe(long);
  });

  test("writes numbers of every length as formatValue formats them", () => {
    const powers = Array.from({ length: 12 }, (_, exponent) => 10 ** exponent);
    const values = [0, -0, ...powers, ...powers.map((power) => power - 1), 2 ** 31 - 1, 2 ** 31, -1, -(2 ** 31)];
    for (const value of values) {
      const shown = written((writer) => {
        writer.reserve(32);
        writer.value(value);
      });
      expect(shown).toBe(formatValue(value));
    }
  });

  test.each([0, 1, 127, 128, 16_383, 16_384, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 40, 2 ** 53])(
    "writes the varint %d as protobufjs does, and varintSize returns its size",
    (value) => {
      const writer = new ByteWriter(16);
      writer.messageLength(value);
      const expected = protobuf.Writer.create().uint64(value).finish();
      expect([...writer.take()]).toEqual([...expected]);
      expect(varintSize(value)).toBe(expected.length);
    },
  );

  test.each([0, -0, 1.5, 5e-324, Infinity, -Infinity, NaN])("writes the double %d as protobufjs does", (value) => {
    const writer = new ByteWriter(16);
    writer.reserve(16);
    writer.double(value);
    writer.double(1);
    expect([...writer.take()]).toEqual([...protobuf.Writer.create().double(value).double(1).finish()]);
  });

  test("reserves enough space for the longest lines, however little is left in its buffer", () => {
    const template = { head: paddedText("name{"), tail: paddedText("} ") };
    const value = -Number.MIN_VALUE - 2.2250738585072014e-308;
    const line = `name{label="value"} ${formatValue(value)}\n`;
    const { bytes, start, end } = paddedText('label="value"');
    const page = { key: "", version: 0, starts: Uint16Array.of(start, end), bytes };
    for (let capacity = 0; capacity < 200; capacity++) {
      const writer = new ByteWriter(capacity);
      for (let n = 0; n < 3; n++) {
        writer.sample(template, bytes, start, end, value);
        writer.byte(10);
        writer.pageLines(template, page, Float64Array.of(value));
      }
      expect(Buffer.from(writer.take()).toString()).toBe(line.repeat(6));
    }
  });

  test.each([0, 127, 128, 16_383, 16_384, 100_000])(
    "writes the length of a message of %d bytes before it",
    (length) => {
      const writer = new ByteWriter(4);
      writer.text("x");
      const start = writer.beginMessage();
      writer.text("y".repeat(length));
      writer.endMessage(start);
      writer.text("z");
      const message = protobuf.Writer.create().bytes(Buffer.alloc(length, "y")).finish();
      expect(Buffer.compare(writer.take(), Buffer.concat([Buffer.from("x"), message, Buffer.from("z")]))).toBe(0);
    },
  );

  test.each([3, 700])("writes %d bytes of any content", (length) => {
    const content = Uint8Array.from({ length }, (_, i) => 255 - (i % 3));
    const draft = new ByteWriter();
    draft.bytes(content);
    const writer = new ByteWriter(4);
    writer.binary(draft.snapshot());
    expect([...writer.take()]).toEqual([...content]);
  });

  test("writes text again, however little is left in its buffer", () => {
    for (let capacity = 0; capacity < 100; capacity++) {
      const writer = new ByteWriter(capacity);
      writer.text("a line of text é\n");
      writer.again(2, 9);
      writer.again(0, 0);
      writer.again(0, 15);
      writer.sampleAgain(2, 6, paddedText("} "), 0.1);
      expect(Buffer.from(writer.take()).toString()).toBe("a line of text é\nline ofa line of text line} 0.1");
    }
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
