import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkGroupingKey, groupingPath } from "../../src/push/grouping-key.js";

/** Reads a path as a gateway does: decodes it, removes dot segments and empty segments, and splits it. */
function read(path: string): Record<string, string> {
  const parts = decodeURIComponent(path).split("/").slice(1);
  expect(parts).not.toContain("");
  expect(parts).not.toContain(".");
  expect(parts).not.toContain("..");
  expect(parts.length % 2).toBe(0);
  return Object.fromEntries(
    Array.from({ length: parts.length / 2 }, (_, i) => {
      const [name = "", value = ""] = parts.slice(2 * i);
      if (!name.endsWith("@base64")) return [name, value];
      return [name.slice(0, -"@base64".length), Buffer.from(value.replace(/=+$/, ""), "base64url").toString()];
    }),
  );
}

describe("the path of a group", () => {
  test.each([
    ["plain", "/job/plain"],
    ["with space", "/job/with%20space"],
    ["a+b%&?#=;@", "/job/a%2Bb%25%26%3F%23%3D%3B%40"],
    ["émoji 🎉", "/job/%C3%A9moji%20%F0%9F%8E%89"],
    ["line\nfeed", "/job/line%0Afeed"],
    ["a/b", "/job@base64/YS9i"],
    ["/?>", "/job@base64/Lz8-"],
    [".", "/job@base64/Lg"],
    ["..", "/job@base64/Li4"],
    ["...", "/job/..."],
    ["%2e%2e", "/job/%252e%252e"],
  ])("holds the job %j as %s", (job, path) => {
    expect(groupingPath(job, {})).toBe(path);
  });

  test("contains an empty value as empty base64", () => {
    expect(groupingPath("a", { instance: "" })).toBe("/job/a/instance@base64/=");
  });

  test("can be decoded, whatever the values are", () => {
    const values = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(
        values.filter((job) => job !== ""),
        values,
        values,
        (job, instance, zone) => {
          expect(read(groupingPath(job, { instance, zone }))).toEqual({ job, instance, zone });
        },
      ),
    );
  });

  test("has replacement characters if a value is not well-formed", () => {
    expect(groupingPath("a\ud800", { x: "/\udfff" })).toBe("/job/a%EF%BF%BD/x@base64/L--_vQ");
  });
});

describe("a grouping key", () => {
  test.each<[string, string, Record<string, string>, RegExp]>([
    ["an empty job", "", {}, /job must be a non-empty string/],
    ["a name that is none", "a", { "na-me": "x" }, /groupingKey must have names that match .*, but was "na-me"/],
    ["a reserved name", "a", { __x: "x" }, /groupingKey must have names that match .*, but was "__x"/],
    ["the job again", "a", { job: "b" }, /groupingKey must not contain "job"/],
  ])("is refused with %s", (_, job, key, message) => {
    expect(() => checkGroupingKey(job, key)).toThrow(message);
  });

  test("is rejected if a value is not a string", () => {
    const key = { shard: 3 } as unknown as Record<string, string>;
    expect(() => checkGroupingKey("a", key)).toThrow(/groupingKey.shard must be a string, but was 3/);
    expect(() => checkGroupingKey(undefined as unknown as string, {})).toThrow(/job must be a non-empty string/);
  });
});
