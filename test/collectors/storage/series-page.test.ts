import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LabelInterner } from "../../../src/collectors/storage/label-interner.js";
import { SeriesPage, type SlotChild, SlotState } from "../../../src/collectors/storage/series-page.js";
import { PAGE_SIZE } from "../../../src/collectors/storage/slots.js";
import { cacheEpoch } from "../../../src/globals/cache-epoch.js";

const stride = 3;
const emptyPage = (capacity = 4) => new SeriesPage(0, stride, [], capacity);

/** A child that keeps the values that it is given. */
function recordingChild(): SlotChild & { values?: Float64Array; at?: number; detached?: number[] } {
  const child: ReturnType<typeof recordingChild> = {
    move(values, at) {
      Object.assign(child, { values, at });
    },
    detach(values) {
      child.detached = [...values];
    },
    restart(_page, _offset, values, at) {
      Object.assign(child, { values, at });
    },
  };
  return child;
}

describe("a page of series", () => {
  test("counts its slots like a plain list of their states, for any changes", () => {
    const { live, fresh, removed, free } = SlotState;
    const command = fc.oneof(
      fc.record({ verb: fc.constant("allocate" as const), state: fc.constantFrom(live, fresh), at: fc.nat(300) }),
      fc.record({ verb: fc.constant("set" as const), state: fc.constantFrom(live, removed), at: fc.nat(300) }),
      fc.record({ verb: fc.constant("free" as const), state: fc.constant(free), at: fc.nat(300) }),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 200, size: "max" }), (commands) => {
        const page = emptyPage();
        const model: number[] = [];
        let allocated = 0;
        const wrong: unknown[] = [];
        for (const { verb, state, at } of commands) {
          const offset = at % (model.length || 1);
          if (verb === "allocate") {
            const given = page.allocate(state);
            const isZero = page.values.slice(given * stride, (given + 1) * stride).every((value) => value === 0);
            if ((model[given] ?? free) !== free || !isZero) wrong.push(given);
            page.values.fill(1, given * stride, (given + 1) * stride);
            model[given] = state;
            allocated++;
          } else if ((model[offset] ?? free) !== free) {
            if (verb === "set") page.setState(offset, state);
            else page.free(offset);
            model[offset] = state;
          }
          const occupied = model.filter((one) => one !== free).length;
          const notLive = model.filter((one) => one !== live).length;
          if (page.occupied !== occupied || page.notLiveCount !== notLive) wrong.push({ occupied, notLive });
          if (page.states.length > Math.max(4, 4 * (page.used - 1))) wrong.push(page.states.length);
        }
        expect(wrong).toEqual([]);
        expect([page.version, page.used]).toEqual([allocated, model.length]);
        expect([...page.states.slice(0, page.used)]).toEqual(model);
      }),
      { numRuns: 100 },
    );
  });

  test("has room for as many series as a page has slots, and no more", () => {
    const page = emptyPage();
    for (let i = 0; i < PAGE_SIZE; i++) {
      expect(page.hasRoom).toBe(true);
      expect(page.allocate(SlotState.live)).toBe(i);
    }
    expect(page.hasRoom).toBe(false);
    expect(page.values).toHaveLength(PAGE_SIZE * stride);
    page.free(7);
    expect(page.hasRoom).toBe(true);
    expect(page.allocate(SlotState.live)).toBe(7);
  });

  test("keeps values, creation times and labels when it grows", () => {
    const dictionaries = [new LabelInterner(), new LabelInterner()];
    const page = new SeriesPage(0, stride, dictionaries, 1);
    for (let i = 0; i < 20; i++) {
      const offset = page.allocate(SlotState.live);
      page.values.set([i, i + 0.5, i * i], offset * stride);
      page.created[offset] = 100 + i;
      dictionaries.forEach((dictionary, label) => {
        page.labelIds[offset * 2 + label] = dictionary.retain(`${label} of ${i}`);
      });
    }
    for (let i = 0; i < 20; i++) {
      expect([...page.values.slice(i * stride, (i + 1) * stride)]).toEqual([i, i + 0.5, i * i]);
      expect(page.created[i]).toBe(100 + i);
      expect([page.labelValue(i, 0), page.labelValue(i, 1)]).toEqual([`0 of ${i}`, `1 of ${i}`]);
    }
  });

  test("moves its children when it grows", () => {
    const page = emptyPage(1);
    const [first, third] = [recordingChild(), recordingChild()];
    page.setChild(page.allocate(SlotState.live), first);
    page.allocate(SlotState.live);
    page.setChild(page.allocate(SlotState.live), third);
    for (let i = 3; i < 10; i++) page.allocate(SlotState.live);
    expect(first.values).toBe(page.values);
    expect(third.values).toBe(page.values);
    expect([first.at, third.at]).toEqual([0, 2 * stride]);
    expect([page.childAt(0), page.childAt(1), page.childAt(2)]).toEqual([first, undefined, third]);
  });

  test("leaves a detached child as it is when it grows", () => {
    const page = emptyPage(1);
    const child = recordingChild();
    page.setChild(page.allocate(SlotState.live), child);
    page.detach(0);
    for (let i = 0; i < 9; i++) page.allocate(SlotState.live);
    expect([child.values, child.detached]).toEqual([undefined, [0, 0, 0]]);
  });

  test("gives a detached child a copy of its own values, and makes cached children stale", () => {
    const page = emptyPage();
    const children = [recordingChild(), recordingChild(), recordingChild()];
    for (const child of children) page.setChild(page.allocate(SlotState.live), child);
    page.values.set([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const epoch = cacheEpoch.current;
    page.detach(1);
    expect(children.map(({ detached }) => detached)).toEqual([undefined, [4, 5, 6], undefined]);
    expect([page.childAt(0), page.childAt(1)]).toEqual([children[0], undefined]);
    expect(cacheEpoch.current).toBeGreaterThan(epoch);
  });

  test("keeps cached children when a series without a child is removed", () => {
    const page = emptyPage();
    const offset = page.allocate(SlotState.live);
    const epoch = cacheEpoch.current;
    page.detach(offset);
    expect(page.childAt(offset)).toBeUndefined();
    expect(cacheEpoch.current).toBe(epoch);
  });

  test("has no details until a series gets one", () => {
    const page = emptyPage();
    const [first, second] = [page.allocate(SlotState.live), page.allocate(SlotState.live)];
    page.setDetail(first, undefined);
    expect([page.hasDetails, page.detail(first)]).toEqual([false, undefined]);
    page.setDetail(second, { exemplars: [] });
    expect([page.hasDetails, page.detail(first), page.detail(second)]).toEqual([true, undefined, { exemplars: [] }]);
  });

  test("clears the values and the detail of the slot that it frees, and of no other", () => {
    const page = emptyPage();
    for (let i = 0; i < 3; i++) page.setDetail(page.allocate(SlotState.live), { exemplars: [] });
    page.values.fill(9);
    page.free(1);
    expect([...page.values.slice(0, 9)]).toEqual([9, 9, 9, 0, 0, 0, 9, 9, 9]);
    expect([0, 1, 2].map((offset) => page.detail(offset))).toEqual([{ exemplars: [] }, undefined, { exemplars: [] }]);
  });
});
