import fc from "fast-check";
import { expect, test } from "vitest";
import { PageIdleness } from "../../../src/collectors/expiry/page-idleness.js";
import { NO_SLOT } from "../../../src/collectors/storage/label-index.js";
import { SlotState } from "../../../src/collectors/storage/series-page.js";
import { SeriesTable } from "../../../src/collectors/storage/series-table.js";

/** A table of which series are parked. */
function parkable(labelNames: readonly string[]) {
  const table = new SeriesTable(labelNames, 1);
  const setState = (slot: number, state: number) => {
    const page = table.page(slot);
    page.idleness ??= new PageIdleness(1);
    page.setState(slot & 255, state);
  };
  return {
    table,
    park(slot: number) {
      table.park(slot);
      setState(slot, SlotState.parked);
    },
    resume(slot: number) {
      table.resume(slot);
      setState(slot, SlotState.live);
    },
  };
}

test("thousands of parked series are found by their values, and not among the live ones", () => {
  const { table, park } = parkable(["id", "half"]);
  const slots = Array.from({ length: 5_000 }, (_, id) => table.add([String(id), String(id % 2)]));
  for (const slot of slots) park(slot);
  expect(slots.map((_, id) => table.findParked([String(id), String(id % 2)]))).toEqual(slots);
  expect(slots.map((_, id) => table.findValues([String(id), String(id % 2)]))).toEqual(slots.map(() => NO_SLOT));
  expect(table.findParked(["0", "1"])).toBe(NO_SLOT);
  expect(table.size).toBe(0);
});

test("a series is found among the parked or the live ones, whichever it is in, until it is removed", () => {
  const step = fc.record({ do: fc.constantFrom("park", "resume", "remove"), id: fc.nat({ max: 19 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { table, park, resume } = parkable(["id"]);
      const slots = new Map(Array.from({ length: 20 }, (_, id) => [id, table.add([String(id)])]));
      const parked = new Set<number>();
      for (const { do: action, id } of steps) {
        const slot = slots.get(id);
        if (slot === undefined) continue;
        if (action === "park" && !parked.has(id)) {
          park(slot);
          parked.add(id);
        } else if (action === "resume" && parked.delete(id)) resume(slot);
        else if (action === "remove") {
          table.remove(slot);
          table.free(slot);
          slots.delete(id);
          parked.delete(id);
        }
      }
      for (let id = 0; id < 20; id++) {
        const slot = slots.get(id) ?? NO_SLOT;
        expect(table.findParked([String(id)])).toBe(parked.has(id) ? slot : NO_SLOT);
        expect(table.findValues([String(id)])).toBe(parked.has(id) ? NO_SLOT : slot);
      }
    }),
  );
});
