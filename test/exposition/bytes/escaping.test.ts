import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeHelp, escapeLabelValue, escapeOpenMetricsHelp } from "../../../src/exposition/bytes/escaping.js";

/** Strings that are rich in what needs care. */
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom("\\", '"', "\n", "n", "\r", "\t", "\0", "\ud83d", "\ude31", "😱"),
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  ),
});

describe("escapeLabelValue", () => {
  test("escapes the backslash, the quote and the line feed", () => {
    expect(escapeLabelValue('C:\\new "x"\nend')).toBe('C:\\\\new \\"x\\"\\nend');
  });

  test("does not change any other character", () => {
    expect(escapeLabelValue("tab\tcr\rnul\0 é 花火 😱 \u2028 {},=#")).toBe("tab\tcr\rnul\0 é 花火 😱 \u2028 {},=#");
  });

  test("replaces lone surrogates, which have no UTF-8 form", () => {
    expect(escapeLabelValue("a\ud83db\ude31c")).toBe("a\ufffdb\ufffdc");
  });

  test("can be reversed for any value", () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(undoEscapes(escapeLabelValue(value))).toBe(value.toWellFormed());
      }),
    );
  });

  test("never returns an unescaped quote or line feed, or a trailing backslash", () => {
    fc.assert(fc.property(text, (value) => /^(?:[^\\"\n]|\\[\\"n])*$/u.test(escapeLabelValue(value))));
  });
});

describe("escapeHelp", () => {
  test("escapes the backslash and the line feed but not the quote", () => {
    expect(escapeHelp('a "b" \\n\nc')).toBe('a "b" \\\\n\\nc');
  });

  test("replaces lone surrogates", () => {
    expect(escapeHelp("\udc00")).toBe("\ufffd");
  });

  test("can be reversed for any help text", () => {
    fc.assert(
      fc.property(text, (help) => {
        expect(undoEscapes(escapeHelp(help))).toBe(help.toWellFormed());
      }),
    );
  });
});

describe("escapeOpenMetricsHelp", () => {
  test("escapes the backslash, the line feed and the quote", () => {
    expect(escapeOpenMetricsHelp('a "b" \\n\nc')).toBe('a \\"b\\" \\\\n\\nc');
  });

  test("replaces lone surrogates", () => {
    expect(escapeOpenMetricsHelp("\ud800")).toBe("\ufffd");
  });
});

function undoEscapes(escaped: string): string {
  return escaped.replace(/\\([\\"n])/g, (_, character: string) => (character === "n" ? "\n" : character));
}
