import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { type Collector, type FamilyDescription, Gauge, Registry } from "../../src/index.js";
import { sharedSampleName } from "../../src/registry/conflicts.js";

function describing(description: FamilyDescription): Collector {
  return { collect: () => [], describe: () => [description] };
}

const types = ["counter", "gauge", "histogram", "summary", "info"] as const;
const description = fc.record({
  name: fc.constantFrom("a", "a_total", "a_created", "a_sum", "a_count", "a_info", "a_bucket", "b"),
  type: fc.constantFrom(...types),
  help: fc.constant(""),
});

describe("register", () => {
  test("rejects a collector if and only if it writes a sample name of another one", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(description, fc.boolean()), { maxLength: 8 }), (given) => {
        const registry = new Registry();
        const there = new Map<Collector, FamilyDescription>();
        for (const [added, isTakenOut] of given) {
          const collector = describing(added);
          const isFree = [...there.values()].every((held) => sharedSampleName(held, added) === undefined);
          if (isFree) there.set(registry.register(collector), added);
          else expect(() => registry.register(collector)).toThrow();
          if (isTakenOut && registry.unregister(collector)) there.delete(collector);
        }
      }),
    );
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
