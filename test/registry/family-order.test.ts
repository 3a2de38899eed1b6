import fc from "fast-check";
import { expect, test } from "vitest";
import { FamilyOrder } from "../../src/registry/gathering/family-order.js";

interface Item {
  readonly name: string;
  readonly position: number;
}

function itemsOf(names: readonly string[]): readonly Item[] {
  return names.map((name, position) => ({ name, position }));
}

/** Runs a sort to its end. */
function sorted(order: FamilyOrder, items: readonly Item[]): readonly Item[] {
  const steps = order.sorted(items);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function expected(items: readonly Item[]): readonly Item[] {
  return [...items].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.position - b.position));
}

test("families are sorted by name, and those of one name keep their order, whatever was sorted before", () => {
  const names = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 6 });
  fc.assert(
    fc.property(fc.array(names), (lists) => {
      const order = new FamilyOrder();
      for (const list of lists) expect(sorted(order, itemsOf(list))).toEqual(expected(itemsOf(list)));
    }),
  );
});

test("the order of many families is found again without sorting, while the caller may pause", () => {
  const items = itemsOf(Array.from({ length: 1_000 }, (_, i) => `family_${(i * 7919) % 1_000}`));
  const order = new FamilyOrder();
  const first = sorted(order, items);
  let pauses = 0;
  const steps = order.sorted(items);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) {
      expect(step.value).toEqual(first);
      break;
    }
    pauses++;
  }
  expect(pauses).toBe(3);
});
