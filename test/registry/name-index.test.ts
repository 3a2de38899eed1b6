import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { type Collector, type FamilyDescription, Gauge, Registry } from "../../src/index.js";
import { rejectConflict } from "../../src/registry/conflicts.js";

function describing(description: FamilyDescription): Collector {
  return { collect: () => [], describe: () => [description] };
}

const types = ["counter", "gauge", "histogram", "summary", "info", "gaugehistogram", "stateset", "unknown"] as const;
const description: fc.Arbitrary<FamilyDescription> = fc.record({
  name: fc.constantFrom("a", "a_total", "a_created", "a_sum", "a_gsum", "a_count", "a_info", "a_bucket", "b", "b_sum"),
  type: fc.constantFrom(...types),
  help: fc.constantFrom("", "", "", "other"),
  labelNames: fc.constant([]),
  constLabels: fc.constantFrom({}, { x: "1" }, { x: "2" }, { x: "3" }),
});

function canBoth(existing: FamilyDescription, added: FamilyDescription): boolean {
  try {
    rejectConflict(existing, added);
    return true;
  } catch {
    return false;
  }
}

describe("register", () => {
  test("rejects a collector if and only if it conflicts with another one", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(description, fc.boolean()), { maxLength: 12 }), (given) => {
        const registry = new Registry();
        const there = new Map<Collector, FamilyDescription>();
        for (const [added, isRemoved] of given) {
          const collector = describing(added);
          const isFree = [...there.values()].every((existing) => canBoth(existing, added));
          if (isFree) there.set(registry.register(collector), added);
          else expect(() => registry.register(collector)).toThrow(added.name);
          if (isRemoved && registry.unregister(collector)) there.delete(collector);
          const named = [...there].filter(([, { name }]) => name === added.name);
          expect(registry.get(added.name)).toBe(named[0]?.[0]);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("compares a new collector of a family with at most two of the others", () => {
    const registry = new Registry();
    const read = vi.fn(() => "The queue's length.");
    const queue = (name: string): FamilyDescription => ({
      name: "queue_length",
      type: "gauge",
      labelNames: [],
      constLabels: { queue: name },
      get help() {
        return read();
      },
    });
    for (let i = 0; i < 100; i++) registry.register(describing(queue(`q${i}`)));
    read.mockClear();
    expect(() => registry.register(describing(queue("q50")))).toThrow("queue_length: the name is already registered");
    registry.register(describing(queue("new")));
    expect(read.mock.calls.length).toBeLessThanOrEqual(2 * 4);
  });

  test("compares no families whose names differ", () => {
    const registry = new Registry();
    const read = vi.fn(() => "held");
    registry.register(
      describing({
        type: "gauge",
        help: "",
        get name() {
          return read();
        },
      }),
    );
    read.mockClear();
    for (let i = 0; i < 100; i++) new Gauge({ name: `g${i}`, help: "", registry });
    expect(read).not.toHaveBeenCalled();
    expect(() => new Gauge({ name: "held", help: "", registry })).toThrow(
      "held: the name is already registered in this registry",
    );
  });

  test("accepts a name again after clear", () => {
    const registry = new Registry();
    new Gauge({ name: "a", help: "", registry });
    registry.clear();
    expect(() => new Gauge({ name: "a", help: "", registry })).not.toThrow();
  });
});
