import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LabelInterner } from "../../src/collectors/storage/label-interner.js";

describe("the dictionary of a label", () => {
  test("agrees with a plain count of uses for any sequence of uses", () => {
    const use = fc.record({ isReleased: fc.nat(9).map((n) => n < 4), value: fc.nat(40).map(String) });
    fc.assert(
      fc.property(fc.array(use, { maxLength: 200, size: "max" }), (uses) => {
        const dictionary = new LabelInterner();
        const model = new Map<string, { id: number; count: number }>();
        for (const { isReleased, value } of uses) {
          const known = model.get(value);
          if (!isReleased) {
            model.set(value, { id: dictionary.retain(value), count: (known?.count ?? 0) + 1 });
          } else if (known !== undefined) {
            dictionary.release(known.id);
            if (known.count === 1) model.delete(value);
            else known.count--;
          }
        }
        const expected = [...model].map(([text, { id }]) => [text, id] as const);
        expect(dictionary.ids).toEqual(new Map(expected));
        expect(expected.map(([, id]) => dictionary.valueOf(id))).toEqual([...model.keys()]);
      }),
      { numRuns: 100 },
    );
  });

  test("gives the integers of forgotten values to the next ones", () => {
    const dictionary = new LabelInterner();
    const ids = ["a", "b", "c"].map((value) => dictionary.retain(value));
    dictionary.release(ids[1] as number);
    expect(dictionary.retain("d")).toBe(ids[1]);
    expect(dictionary.retain("e")).toBe(3);
  });

  test("returns the empty text for an integer that stands for no value", () => {
    const dictionary = new LabelInterner();
    const id = dictionary.retain("a");
    dictionary.release(id);
    expect([dictionary.valueOf(id), dictionary.valueOf(99)]).toEqual(["", ""]);
  });

  test.each([12, 13, 340, 341, 342, 1024, 5000])("keeps text of %d characters, of one byte or of three", (length) => {
    const dictionary = new LabelInterner();
    for (const text of ["x".repeat(length), "€".repeat(length)]) {
      expect(dictionary.valueOf(dictionary.retain(text))).toBe(text);
    }
  });
});
