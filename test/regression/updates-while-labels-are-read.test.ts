import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Counter } from "../../src/index.js";

type Values = Readonly<Record<string, string>>;

/** Label values whose last one is read by a getter that runs a function. */
function readingLast<V extends Values>(values: V, run: () => void): V {
  const last = Object.keys(values).at(-1) as string;
  return Object.defineProperty({ ...values }, last, {
    enumerable: true,
    get: () => {
      run();
      return values[last];
    },
  });
}

function counter(labelNames: readonly string[]) {
  return new Counter({ name: "hits_total", help: "Hits.", labelNames, registry: null });
}

/** Enough values for some series to be next to each other in the index. */
const updated = Array.from({ length: 40 }, (_, i) => String(i + 1));

describe.each([
  ["three labels", ["a", "b", "c"]],
  ["labels of which one may be absent", ["a", "b", "c?"]],
])("an update with %s, whose getter updates another series, counts in its own series", (_, names) => {
  test.each(["the same collector", "another collector"])("of %s", (which) => {
    const hits = counter(names);
    const others = which === "the same collector" ? hits : counter(["a", "b", "c"]);
    for (const a of updated) hits.inc({ a, b: "1", c: "1" }, 0);
    for (const a of updated) hits.inc(readingLast({ a, b: "1", c: "1" }, () => others.inc({ a: "0", b: "1", c: "1" })));
    expect(updated.map((a) => hits.get({ a, b: "1", c: "1" }))).toEqual(updated.map(() => 1));
  });
});

test("an update with bound labels, whose getter updates another series, counts in its own series", () => {
  const labelNames = ["a", "b", "c", "tenant"] as const;
  const hits = new Counter({ name: "hits_total", help: "Hits.", labelNames, registry: null });
  const ofTenant = hits.withLabels({ tenant: "x" });
  for (const a of updated) ofTenant.inc({ a, b: "1", c: "1" }, 0);
  for (const a of updated)
    ofTenant.inc(readingLast({ a, b: "1", c: "1" }, () => ofTenant.inc({ a: "0", b: "1", c: "1" })));
  expect(updated.map((a) => ofTenant.get({ a, b: "1", c: "1" }))).toEqual(updated.map(() => 1));
});

test("a getter that updates a metric runs once to look the series up, and once to check the labels", () => {
  const hits = counter(["a", "b", "c"]);
  for (const a of ["0", "1"]) hits.inc({ a, b: "1", c: "1" }, 0);
  hits.inc(readingLast({ a: "1", b: "1", c: "1" }, () => hits.inc({ a: "0", b: "1", c: "1" })));
  expect(hits.get({ a: "0", b: "1", c: "1" })).toBe(2);
});

test("a series that a getter removes while the labels are read does not give its numbers to another", () => {
  const hits = counter(["a", "b", "c"]);
  hits.inc({ a: "old", b: "1", c: "1" });
  const replace = () => {
    if (hits.remove({ a: "old", b: "1", c: "1" })) hits.inc({ a: "new", b: "1", c: "1" }, 5);
  };
  hits.inc(readingLast({ a: "old", b: "1", c: "1" }, replace));
  expect(["old", "new"].map((a) => hits.get({ a, b: "1", c: "1" }))).toEqual([1, 5]);
});

test("no update counts in the series of another, whatever getters of labels do", () => {
  const value = fc.constantFrom("1", "2");
  const labels = fc.record({ a: value, b: value, c: value });
  const step = fc.record({ labels, nested: fc.array(labels, { maxLength: 3 }), removes: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), fc.boolean(), (steps, isOptional) => {
      const hits = counter(["a", "b", isOptional ? "c?" : "c"]);
      const counts = new Map<string, number>();
      const count = (labels: Values) => {
        const key = JSON.stringify(labels);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      };
      for (const { labels, nested, removes } of steps) {
        let isRun = false;
        const run = () => {
          if (isRun) return;
          isRun = true;
          if (removes) {
            hits.remove(labels);
            counts.delete(JSON.stringify(labels));
          }
          for (const other of nested) {
            hits.inc(other);
            count(other);
          }
        };
        hits.inc(readingLast(labels, run));
        count(labels);
      }
      const shown = [...hits.series()].map(({ labels, child }) => [JSON.stringify(labels), child.get()]);
      expect(new Map(shown as [string, number][])).toEqual(counts);
    }),
  );
});
