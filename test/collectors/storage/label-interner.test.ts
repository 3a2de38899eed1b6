import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LabelInterner } from "../../../src/collectors/storage/label-interner.js";

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

  test("returns the right texts and integers while nearly all of a hundred thousand values come, go and return", () => {
    const dictionary = new LabelInterner();
    const ids = Array.from({ length: 100_000 }, (_, i) => dictionary.retain(`v${i}`));
    for (let i = 5; i < ids.length; i++) {
      dictionary.release(ids[i] as number);
      // Some values return while their integers may still be in the map.
      if (i % 1000 === 0) expect(dictionary.valueOf(dictionary.retain(`v${i - 1}`))).toBe(`v${i - 1}`);
      if (i % 1000 === 1) dictionary.release(dictionary.ids.get(`v${i - 2}`) as number);
    }
    expect([...dictionary.ids].sort()).toEqual([0, 1, 2, 3, 4].map((i) => [`v${i}`, ids[i]]));
    const again = [6, 7, 99_999].map((i) => dictionary.retain(`v${i}`));
    expect(again.map((id) => dictionary.valueOf(id))).toEqual(["v6", "v7", "v99999"]);
    expect(new Set([...again, ...ids.slice(0, 5)]).size).toBe(8);
  });

  test("forgets the values of a large dictionary when few are left", () => {
    const dictionary = new LabelInterner();
    const ids = Array.from({ length: 70_000 }, (_, i) => dictionary.retain(`v${i}`));
    for (const id of ids) dictionary.release(id);
    expect(dictionary.ids.size).toBe(0);
    expect(dictionary.valueOf(ids[69_999] as number)).toBe("");
  });

  test.each([12, 13, 340, 341, 342, 1024, 5000])("keeps text of %d characters, of one byte or of three", (length) => {
    const dictionary = new LabelInterner();
    for (const text of ["x".repeat(length), "€".repeat(length)]) {
      expect(dictionary.valueOf(dictionary.retain(text))).toBe(text);
    }
  });
});
