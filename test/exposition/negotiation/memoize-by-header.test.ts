import { expect, test } from "vitest";
import { memoizeByHeader } from "../../../src/exposition/negotiation/memoize-by-header.js";

/** A reader that notes what it reads. */
function noting() {
  const read: (string | undefined)[] = [];
  const of = memoizeByHeader((header) => {
    read.push(header);
    return { header };
  });
  return { read, of };
}

test("a header is read once, and so is a missing header", () => {
  const { read, of } = noting();
  expect(of("a")).toBe(of("a"));
  expect(of(undefined)).toBe(of(undefined));
  expect(of("b")).toEqual({ header: "b" });
  expect(read).toEqual(["a", undefined, "b"]);
});

test("32 headers are cached", () => {
  const { read, of } = noting();
  for (let n = 0; n < 64; n++) of(`${n % 32}`);
  expect(read).toHaveLength(32);
});

test("the cache is emptied if there are many headers", () => {
  const { read, of } = noting();
  for (let n = 0; n < 33; n++) of(`${n}`);
  expect(of("0")).toEqual({ header: "0" });
  expect(read).toHaveLength(34);
});

test("a header of 1024 characters is cached", () => {
  const { read, of } = noting();
  const long = "a".repeat(1024);
  expect(of(long)).toBe(of(long));
  expect(read).toHaveLength(1);
});

test("a header that is longer than those of scrapers is not cached", () => {
  const { read, of } = noting();
  const long = "a".repeat(1025);
  expect(of(long)).toEqual(of(long));
  expect(read).toHaveLength(2);
});
