import fc from "fast-check";
import Negotiator from "negotiator";
import { describe, expect, test } from "vitest";
import { parseAccept, prefer } from "../../../src/exposition/negotiation/accept.js";

/** Clauses in a form that is easy to compare. */
function read(header: string) {
  return parseAccept(header).map(({ value, parameters, weight }) => ({
    value,
    weight,
    ...Object.fromEntries(parameters),
  }));
}

describe("parseAccept", () => {
  test("reads clauses with their parameters and weights in order", () => {
    expect(read("text/plain;version=0.0.4;q=0.5, */*;q=0.1,application/json")).toEqual([
      { value: "text/plain", version: "0.0.4", weight: 0.5 },
      { value: "*/*", weight: 0.1 },
      { value: "application/json", weight: 1 },
    ]);
  });

  test("allows whitespace around every separator", () => {
    expect(read(" text/plain \t; version=0.0.4 ;q=0 ,\t*/* ")).toEqual([
      { value: "text/plain", version: "0.0.4", weight: 0 },
      { value: "*/*", weight: 1 },
    ]);
  });

  test("reads quoted values, with separators and escapes inside", () => {
    expect(read('a/b;x="1,2;3 \\"q\\" \\\\";q="0.5",c/d')).toEqual([
      { value: "a/b", x: '1,2;3 "q" \\', weight: 0.5 },
      { value: "c/d", weight: 1 },
    ]);
  });

  test("does not end a quoted value at an escaped quote", () => {
    expect(read('a/b;x="1\\",2",c/d')).toEqual([
      { value: "a/b", x: '1",2', weight: 1 },
      { value: "c/d", weight: 1 },
    ]);
  });

  test("does not distinguish case", () => {
    expect(read("TEXT/Plain;VERSION=0.0.4;Escaping=Allow-UTF-8;Q=0.5")).toEqual([
      { value: "text/plain", version: "0.0.4", escaping: "allow-utf-8", weight: 0.5 },
    ]);
  });

  test("uses the first of several parameters with the same name", () => {
    expect(read("a/b;x=1;x=2;q=0.3;q=0.9")).toEqual([{ value: "a/b", x: "1", weight: 0.3 }]);
  });

  test("skips empty clauses and empty parameters", () => {
    expect(read(",, a/b;;x=1; ,")).toEqual([{ value: "a/b", x: "1", weight: 1 }]);
  });

  test.each(["0", "0.", "0.0", "0.123456", "1", "1.", "1.000"])("reads the weight q=%s", (q) => {
    expect(read(`a/b;q=${q}`)).toEqual([{ value: "a/b", weight: Number(q) }]);
  });

  test.each(["2", "1.1", "-1", "0x1", "1e-1", "NaN", "Infinity", "high", '""'])("skips a clause with q=%s", (q) => {
    expect(read(`a/b;q=${q},c/d;q=0.1`)).toEqual([{ value: "c/d", weight: 0.1 }]);
  });

  test.each(["/", "a/", "/b", "a/b/c", "a b/c", "a/b;x", "a/b;=1", "a/b;x=a b", 'a/b;x="1"2', "(a)/b", "é/b"])(
    "skips %j and reads what follows",
    (clause) => {
      expect(read(`${clause},c/d`)).toEqual([{ value: "c/d", weight: 1 }]);
    },
  );

  test("skips a clause with an unclosed quote", () => {
    expect(read('a/b,c/d;x="1,e/f')).toEqual([{ value: "a/b", weight: 1 }]);
  });

  test("reads parameters that have the names of properties of Object", () => {
    expect([...(parseAccept("a/b;constructor=1;__proto__=2")[0]?.parameters ?? [])]).toEqual([
      ["constructor", "1"],
      ["__proto__", "2"],
    ]);
  });

  test.each([undefined, null, "", " ", ","])("returns no clauses for %j", (header) => {
    expect(parseAccept(header)).toEqual([]);
  });

  test("reads no more than 100 clauses", () => {
    expect(parseAccept("a/b,".repeat(2000))).toHaveLength(100);
  });

  test.each(["a/b", '"', "\\", ",", ";", "a/b;x=", 'a/b;x="\\', "a/b;a=1"])("ignores 64 kB of %j", (pattern) => {
    expect(parseAccept(pattern.repeat(65_536 / pattern.length))).toEqual([]);
  });

  test("reads a header of 16 KiB, but none that is longer", () => {
    expect(parseAccept("a/b".padEnd(16_384))).toHaveLength(1);
    expect(parseAccept("a/b".padEnd(16_385))).toEqual([]);
  });

  test("reads a quoted value of the maximum length of a header", () => {
    const inside = "\\a,".repeat(5_000);
    expect(read(`a/b;x="${inside}",c/d`)).toEqual([
      { value: "a/b", x: "a,".repeat(5_000), weight: 1 },
      { value: "c/d", weight: 1 },
    ]);
  });

  test("never throws, and returns weights from 0 to 1", () => {
    const unit = fc.oneof(
      fc.constantFrom(...'q=;,/*"\\ 01.a'),
      fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 200 }), (header) =>
        parseAccept(header).every(({ weight }) => weight >= 0 && weight <= 1),
      ),
      { numRuns: 1000 },
    );
  });

  test("orders media types as negotiator does", () => {
    const clause = fc.record({
      type: fc.constantFrom("text/plain", "text/*", "*/*", "application/openmetrics-text", "application/json", "a/b"),
      q: fc.option(fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000)),
    });
    fc.assert(
      fc.property(fc.array(clause), (clauses) => {
        const accept = clauses.map(({ type, q }) => (q === null ? type : `${type};q=${q}`)).join(", ");
        const ordered = parseAccept(accept)
          .filter(({ weight }) => weight > 0)
          .sort((a, b) => b.weight - a.weight)
          .map(({ value }) => value);
        expect(ordered).toEqual(accept === "" ? [] : new Negotiator({ headers: { accept } }).mediaTypes());
      }),
    );
  });
});

describe("prefer", () => {
  const precision = ({ value }: { value: string }, alternative: string) =>
    value === alternative ? 2 : Number(value === "*");
  const chosen = (header: string) => prefer(parseAccept(header), ["a", "b"], precision)?.choice;

  test("chooses the alternative with the highest weight", () => {
    expect(chosen("a;q=0.1,b;q=0.2")).toBe("b");
  });

  test("uses the most precise clause for an alternative, in any order", () => {
    expect(chosen("*,b;q=0.5")).toBe("a");
    expect(chosen("a;q=0.5,*")).toBe("b");
  });

  test("chooses the alternative that is named more precisely if weights are equal", () => {
    expect(chosen("*,b")).toBe("b");
  });

  test("chooses the alternative that is named first, and then the one that is offered first, if weights are equal", () => {
    expect(chosen("b,a")).toBe("b");
    expect(chosen("*")).toBe("a");
  });

  test("uses the highest weight of several equally precise clauses", () => {
    expect(chosen("a;q=0.1,b;q=0.2,a;q=0.3")).toBe("a");
  });

  test("never chooses an alternative with a weight of 0", () => {
    expect(chosen("*,a;q=0")).toBe("b");
    expect(chosen("*;q=0")).toBeUndefined();
    expect(chosen("c")).toBeUndefined();
  });
});
