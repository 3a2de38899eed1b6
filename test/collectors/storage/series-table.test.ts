import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NO_SLOT } from "../../../src/collectors/storage/label-index.js";
import { SlotState } from "../../../src/collectors/storage/series-page.js";
import { SeriesTable } from "../../../src/collectors/storage/series-table.js";
import { PAGE_MASK, PAGE_SHIFT, PAGE_SIZE } from "../../../src/collectors/storage/slots.js";
import { fakeClock } from "../../../src/testing/fake-clock.js";

const namesOf = (labels: number) => ["a", "b", "c"].slice(0, labels);
const recordOf = (values: readonly string[]) => Object.fromEntries(values.map((value, i) => [namesOf(3)[i], value]));

/** Removes a series as a collector does when no scrape runs. */
function removeAndFree(table: SeriesTable, slot: number): void {
  table.remove(slot);
  table.free(slot);
}

/** Adds series with one label, whose values are numbers from `first` up to but without `end`. */
function added(table: SeriesTable, first: number, end: number): number[] {
  return Array.from({ length: end - first }, (_, i) => table.add([String(first + i)]));
}

describe("a series table", () => {
  test.each([
    [1, 80],
    [2, 9],
    [3, 4],
  ])("with %d labels finds the series of a plain map after any additions and removals", (labels, variety) => {
    const values = fc.array(fc.nat(variety).map(String), { minLength: labels, maxLength: labels });
    const command = fc.record({ isAdded: fc.nat(9).map((n) => n < 6), values });
    fc.assert(
      fc.property(fc.array(command, { maxLength: 300, size: "max" }), (commands) => {
        const table = new SeriesTable(namesOf(labels), 1);
        const model = new Map<string, { slot: number; number: number }>();
        const found: number[] = [];
        const expected: number[] = [];
        commands.forEach(({ isAdded, values }, number) => {
          const key = values.join();
          const known = model.get(key);
          found.push(table.findValues(values), table.find(recordOf(values)), table.size);
          expected.push(known?.slot ?? NO_SLOT, known?.slot ?? NO_SLOT, model.size);
          if (known !== undefined && !isAdded) {
            removeAndFree(table, known.slot);
            model.delete(key);
          } else if (known === undefined && isAdded) {
            const slot = table.add(values);
            table.page(slot).values[slot & PAGE_MASK] = number;
            model.set(key, { slot, number });
          }
        });
        expect(found).toEqual(expected);
        const shown = [...table.slots()].map((slot) => {
          const page = table.page(slot);
          const offset = slot & PAGE_MASK;
          return [Object.values(table.labelsAt(page, offset)).join(), { slot, number: page.values[offset] }] as const;
        });
        expect(new Map(shown)).toEqual(model);
        expect([...model.keys()].map((key) => table.findValues(key.split(",")))).toEqual(
          [...model.values()].map(({ slot }) => slot),
        );
      }),
      { numRuns: 60 },
    );
  });

  test("finds label values by their text, in any order of the labels", () => {
    const two = new SeriesTable(["a", "b"], 1);
    const slots = [two.add(["1", "true"]), two.add(["true", "1"]), two.add(["1", "1"])];
    const given = [
      { a: 1, b: true },
      { b: 1, a: true },
      { a: "1", b: 1 },
    ];
    expect(given.map((labels) => two.find(labels))).toEqual(slots);
  });

  test("finds no series for labels that are not those declared", () => {
    const two = new SeriesTable(["a", "b"], 1);
    two.add(["1", "2"]);
    two.add(["undefined", "undefined"]);
    const one = new SeriesTable(["a"], 1);
    one.add(["1"]);
    one.add(["undefined"]);
    const wrong = [{}, { a: "1" }, { b: "2" }, { a: "1", b: "2", c: "3" }, { a: "1", c: "2" }, { a: "1", b: null }];
    expect(wrong.map((labels) => two.find(labels))).toEqual(wrong.map(() => NO_SLOT));
    const wrongToo = [{}, { b: "1" }, { a: "1", b: "2" }, { a: ["1"] }, { a: undefined }];
    expect(wrongToo.map((labels) => one.find(labels))).toEqual(wrongToo.map(() => NO_SLOT));
  });

  test("finds the only series of a collector without labels", () => {
    const table = new SeriesTable([], 1);
    expect(table.find({})).toBe(NO_SLOT);
    const slot = table.add([]);
    expect([table.find({}), table.findValues([]), table.find({ a: "1" })]).toEqual([slot, slot, NO_SLOT]);
  });

  test("stores the time when a series was created, in seconds", () => {
    using clock = fakeClock(1000);
    const table = new SeriesTable(["a"], 1);
    const times = ["x", "y"].map((value) => {
      const slot = table.add([value]);
      clock.advance(1.5);
      return table.page(slot).created[slot & PAGE_MASK];
    });
    expect(times).toEqual([1000, 1001.5]);
  });

  test("gives each series a slot of its own, page after page", () => {
    const table = new SeriesTable(["a"], 2);
    expect(added(table, 0, 600)).toEqual(Array.from({ length: 600 }, (_, i) => i));
    expect(table.pages.map((page) => [page?.index, page?.occupied])).toEqual([
      [0, PAGE_SIZE],
      [1, PAGE_SIZE],
      [2, 600 - 2 * PAGE_SIZE],
    ]);
  });

  test("fills the gaps of full pages before it takes another page", () => {
    const table = new SeriesTable(["a"], 1);
    const slots = added(table, 0, 3 * PAGE_SIZE);
    const gaps = [5, 6, PAGE_SIZE + 7, 2 * PAGE_SIZE + 8];
    for (const gap of gaps) removeAndFree(table, slots[gap] as number);
    expect(added(table, 1000, 1004).sort((a, b) => a - b)).toEqual(gaps);
    expect(table.add(["last"]) >> PAGE_SHIFT).toBe(3);
  });

  test("fills the last page after a gap in an earlier one", () => {
    const table = new SeriesTable(["a"], 1);
    const slots = added(table, 0, PAGE_SIZE + 10);
    removeAndFree(table, slots[5] as number);
    expect(added(table, 1000, 1003)).toEqual([5, PAGE_SIZE + 10, PAGE_SIZE + 11]);
  });

  test("forgets the label values of the last series that has them", () => {
    const table = new SeriesTable(["a", "b"], 1);
    const [first, second] = [table.add(["1", "x"]), table.add(["2", "x"])];
    removeAndFree(table, first);
    const page = table.page(second);
    expect([page.labelValue(first, 0), page.labelValue(second, 0), page.labelValue(second, 1)]).toEqual(["", "2", "x"]);
  });

  test("lists a series that was added while a scrape ran", () => {
    const table = new SeriesTable(["a"], 1);
    const slots = [table.add(["1"]), table.add(["2"], SlotState.fresh)];
    expect([...table.slots()]).toEqual(slots);
  });

  test("drops a page with its last series, and uses its index for the next page", () => {
    const table = new SeriesTable(["a"], 1);
    const slots = added(table, 0, 3 * PAGE_SIZE);
    for (const slot of slots.slice(PAGE_SIZE, 2 * PAGE_SIZE)) removeAndFree(table, slot);
    expect(table.pages.map((page) => page?.index)).toEqual([0, undefined, 2]);
    expect([...table.slots()]).toEqual([...slots.slice(0, PAGE_SIZE), ...slots.slice(2 * PAGE_SIZE)]);
    expect(added(table, 1000, 1000 + PAGE_SIZE)).toEqual(slots.slice(PAGE_SIZE, 2 * PAGE_SIZE));
    expect(table.pages.map((page) => page?.index)).toEqual([0, 1, 2]);
  });

  test("keeps a page whose other series are removed", () => {
    const table = new SeriesTable(["a"], 1);
    const slots = added(table, 0, PAGE_SIZE);
    for (const slot of slots.slice(1)) removeAndFree(table, slot);
    expect([...table.slots()]).toEqual([0]);
    expect(table.findValues(["0"])).toBe(0);
  });

  test("does not list a series that is removed and not yet freed", () => {
    const table = new SeriesTable(["a"], 1);
    const [first = NO_SLOT, second = NO_SLOT] = added(table, 0, 2);
    table.remove(first);
    table.page(first).setState(first, SlotState.removed);
    expect([...table.slots()]).toEqual([second]);
    expect(table.labelsAt(table.page(first), first)).toEqual({ a: "0" });
  });

  test("takes room for one series until there are more", () => {
    const lengths = (labelNames: readonly string[], series: number) => {
      const table = new SeriesTable(labelNames, 3);
      for (let i = 0; i < series; i++) table.add(labelNames.map(() => String(i)));
      return table.pages.map((page) => page?.values.length);
    };
    expect(lengths([], 1)).toEqual([3]);
    expect(lengths(["a"], 1)).toEqual([3]);
    expect(lengths(["a"], 2)).toEqual([4 * 3]);
    expect(lengths(["a"], PAGE_SIZE + 1)).toEqual([PAGE_SIZE * 3, PAGE_SIZE * 3]);
  });
});
