import fc from "fast-check";
import Negotiator from "negotiator";
import { describe, expect, test } from "vitest";
import { acceptsGzip } from "../../../src/exposition/negotiation/content-encoding.js";

describe("acceptsGzip", () => {
  test.each([
    "gzip",
    "GZIP",
    "gzip, deflate, br, zstd",
    "deflate, gzip;q=1.0, *;q=0.5",
    "gzip;q=0.001",
    "*",
    "*;q=0.5",
    "br;q=1.0, *;q=0.1",
    "gzip, identity;q=0.5",
    "gzip, identity",
    "gzip, *;q=0",
  ])("is true for %j", (header) => {
    expect(acceptsGzip(header)).toBe(true);
  });

  test.each([
    undefined,
    null,
    "",
    "identity",
    "gzip;q=0",
    "gzip;q=0.000, identity",
    "*, gzip;q=0",
    "*;q=0",
    "identity, gzip;q=0.5",
    "identity;q=1, *;q=0",
    "identity, *",
    "x-gzip",
    "deflate, br, zstd",
    "gzip;q=2",
    "gzip;q=x",
    "gzipped",
    '"gzip"',
  ])("is false for %j", (header) => {
    expect(acceptsGzip(header)).toBe(false);
  });

  test("is false for a header of 64 kB", () => {
    expect(acceptsGzip("gzip,".padEnd(65_536, "br,"))).toBe(false);
  });

  test("agrees with negotiator on every header without duplicate codings", () => {
    const clause = fc.record({
      coding: fc.constantFrom("gzip", "identity", "*", "deflate", "br", "x-gzip", "zstd"),
      q: fc.constantFrom("", ";q=0", ";q=0.1", "; q=0.5", ";q=0.999", ";q=1"),
    });
    fc.assert(
      fc.property(fc.uniqueArray(clause, { selector: ({ coding }) => coding, minLength: 1 }), (clauses) => {
        const header = clauses.map(({ coding, q }) => coding + q).join(", ");
        const negotiator = new Negotiator({ headers: { "accept-encoding": header } });
        expect(acceptsGzip(header)).toBe(negotiator.encoding(["gzip", "identity"]) === "gzip");
      }),
      { numRuns: 1000 },
    );
  });
});
