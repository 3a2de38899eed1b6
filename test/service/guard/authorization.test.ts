import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAuthorization } from "../../../src/service/guard/authorization.js";

const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");
/** Any text that UTF-8 can represent. */
const text = fc.string({ unit: "grapheme", maxLength: 100 });
const user = text.filter((one) => !one.includes(":"));
const spaces = fc.integer({ min: 1, max: 4 }).map((count) => " ".repeat(count));
/** A scheme with letters of either case. */
const scheme = (name: string) => fc.mixedCase(fc.constant(name));

describe("an Authorization header", () => {
  test("of basic authentication has a user and a password, which may contain colons", () => {
    fc.assert(
      fc.property(scheme("Basic"), spaces, user, text, (name, gap, user, password) => {
        expect(parseAuthorization(`${name}${gap}${base64(`${user}:${password}`)}`)).toEqual({
          scheme: "basic",
          user,
          password,
        });
      }),
    );
  });

  test("keeps a byte order mark and control characters of a password", () => {
    expect(parseAuthorization(`Basic ${base64("\u{feff}a:\u{feff}\0b\n")}`)).toEqual({
      scheme: "basic",
      user: "\u{feff}a",
      password: "\u{feff}\0b\n",
    });
  });

  test("has a token if its scheme is bearer", () => {
    const tokens = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)) });
    fc.assert(
      fc.property(scheme("Bearer"), spaces, tokens, (name, gap, token) => {
        const expected = token === "" ? undefined : { scheme: "bearer", token };
        expect(parseAuthorization(`${name}${gap}${token}`)).toEqual(expected);
      }),
    );
  });

  test("is malformed without a colon", () => {
    fc.assert(
      fc.property(user, (user) => {
        expect(parseAuthorization(`Basic ${base64(user)}`)).toBeUndefined();
      }),
    );
  });

  test("is malformed if its base64 is of another alphabet, incomplete or has other characters", () => {
    // The bytes contain both characters that differ between the alphabets.
    const content = Buffer.from([0x3e, 0x3a, 0x3f, 0xc3, 0xbf, 0xc3, 0xbb]).toString("base64");
    expect(parseAuthorization(`Basic ${content}`)).toBeDefined();
    for (const wrong of [
      Buffer.from(content, "base64").toString("base64url"),
      content.replaceAll("=", ""),
      `${content}=`,
      `${content}====`,
      `=${content}`,
      `${content.slice(0, 4)}!${content.slice(4)}`,
      `${content.slice(0, 4)} ${content.slice(4)}`,
      `${content},Basic`,
    ])
      expect(parseAuthorization(`Basic ${wrong}`)).toBeUndefined();
  });

  test("is malformed if its bytes are not UTF-8", () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(bytes, (bytes) => {
        const content = Buffer.concat([Buffer.from("a:"), bytes]);
        const isText = Buffer.from(content.toString("utf8"), "utf8").equals(content);
        expect(parseAuthorization(`Basic ${content.toString("base64")}`) !== undefined).toBe(isText);
      }),
    );
  });

  test("may be anything without an exception", () => {
    const anything = fc.string({ unit: "binary", maxLength: 200 });
    fc.assert(
      fc.property(anything, fc.constantFrom("", "Basic ", "bearer ", "Basic\t"), (content, beginning) => {
        const parsed = parseAuthorization(beginning + content);
        if (parsed !== undefined) expect(["basic", "bearer"]).toContain(parsed.scheme);
      }),
    );
  });

  test.each([
    undefined,
    "",
    " ",
    "Basic",
    "Basic ",
    "Basic\tYTpi",
    "BasicYTpi",
    "Digest YTpi",
    " Basic YTpi",
    "Basic=YTpi",
  ])("%j has no credentials", (header) => {
    expect(parseAuthorization(header)).toBeUndefined();
  });

  test("is not read beyond its longest length", () => {
    const tokenOf = (length: number) => parseAuthorization(`Bearer ${"a".repeat(length - "Bearer ".length)}`);
    expect(tokenOf(16_384)).toBeDefined();
    expect(tokenOf(16_385)).toBeUndefined();
  });
});
