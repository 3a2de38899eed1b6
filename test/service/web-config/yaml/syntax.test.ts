import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { hash, parse, problemsOf } from "../parsing.js";

const empty = { http2: true, headers: {}, tls: undefined, basicAuthUsers: undefined, rateLimit: undefined };

describe("a file without settings is plain HTTP without a guard", () => {
  test.each([
    "",
    "\n",
    "# only a comment\n",
    "---\n",
    "---\n...\n",
    "null",
    "~",
    "{}",
    "\ufeff# after a byte order mark\n",
    "tls_server_config:\nhttp_server_config:\nbasic_auth_users:\nrate_limit:\n",
    "tls_server_config: {}\nhttp_server_config: {headers: {}}\nbasic_auth_users: {}\nrate_limit: {}\n",
    "http_server_config: {headers: }",
  ])("%j", async (text) => {
    expect(await parse(text)).toEqual(empty);
  });
});

describe("syntax that YAML allows", () => {
  test.each([
    ["a byte order mark", "\ufeffhttp_server_config: {http2: false}"],
    ["carriage returns", "http_server_config:\r\n  http2: false\r\n"],
    ["quotes around keys", "'http_server_config':\n  \"http2\": false\n"],
    ["an explicit key", "? http_server_config\n: {http2: false}\n"],
    ["a document marker and a directive", "%YAML 1.1\n---\nhttp_server_config: {http2: false}\n...\n"],
    ["tags of the types themselves", "!!map\nhttp_server_config: !!map {!!str http2: !!bool false}"],
    ["an alias of a mapping in a merge key", "http_server_config:\n  <<: {http2: false}\n"],
    ["a list of merged mappings, of which the first wins", "http_server_config:\n  <<: [{http2: no}, {http2: yes}]\n"],
    ["a key after a merged one, which wins", "http_server_config:\n  <<: {http2: true}\n  http2: false\n"],
    ["a merged key after another, which wins", "http_server_config:\n  http2: true\n  <<: {http2: false}\n"],
  ])("%s", async (_, text) => {
    expect(await parse(text)).toEqual({ ...empty, http2: false });
  });

  test("aliases of scalars", async () => {
    const { basicAuthUsers } = await parse(`basic_auth_users:\n  ada: &same ${hash}\n  grace: *same\n`);
    expect(basicAuthUsers).toEqual({ ada: hash, grace: hash });
  });

  test("an anchor that is set twice refers to the last value before the alias", async () => {
    const { http2 } = await parse("http_server_config:\n  headers:\n    X-XSS-Protection: &a 0\n  http2: &a no\n");
    expect(http2).toBe(false);
    const { headers } = await parse(
      "http_server_config:\n  headers:\n    X-XSS-Protection: &a 0\n    Strict-Transport-Security: &a 1\n    Content-Security-Policy: *a\n",
    );
    expect(headers["Content-Security-Policy"]).toBe("1");
  });
});

describe("syntax that is refused, with its place", () => {
  test.each([
    ["a tab as indentation", "http_server_config:\n\thttp2: true\n", /^2:1: A tab is not allowed as indentation/],
    ["two documents", "{}\n---\nbasic_auth_users: {}\n", /^2:1: The file must have one document/],
    ["a key twice", "rate_limit: {}\nrate_limit: {}\n", /^2:1: The key is there twice/],
    ["a key of a section twice", "http_server_config: {http2: no, http2: no}", /^1:33: The key is there twice/],
    [
      "a merged table with the same key",
      "http_server_config:\n  headers:\n    X-XSS-Protection: 0\n    <<: {X-XSS-Protection: 1}\n",
      /^4:10: The key is there twice, because of a merge key/,
    ],
    ["a merge key without a mapping", "http_server_config:\n  <<: 1\n", /^2:7: The merge key << needs a mapping/],
    ["a merge key without a value", "http_server_config:\n  <<:\n", /^2:\d: The merge key << needs a mapping/],
    ["an alias without an anchor", "http_server_config: *none\n", /^1:21: The alias has no anchor before it/],
    ["an alias inside its own value", "http_server_config: &a\n  headers: *a\n", /^2:12: An alias must not be inside/],
    ["a merge key that merges itself", "http_server_config: &a\n  <<: *a\n", /^2:7: An alias must not be inside/],
    ["a tag of another type", "http_server_config: !!set {http2}", /^1:27: The tag is not supported/],
    ["a tag of one's own", "http_server_config: {http2: !secret yes}", /^1:37: The tag is not supported/],
    [
      "binary data",
      "http_server_config: {headers: {X-XSS-Protection: !!binary MA==}}",
      /^1:59: The tag is not supported/,
    ],
    ["a directive", "%YAML 1.2\n---\n{}\n", /^1:1: The only supported directive is %YAML 1.1/],
    ["a list as a key", "? [http2]\n: true\n", /^1:3: A key must be text/],
    ["a list instead of a mapping", "- http_server_config\n", /^1:1: The file must be a mapping/],
    ["text instead of a mapping", "http_server_config\n", /^1:1: The file must be a mapping/],
    ["empty text instead of a mapping", '""', /^1:1: The file must be a mapping/],
    ["text instead of a section", "http_server_config: yes\n", /^1:21: http_server_config must be a mapping/],
    ["a quote that is never closed", "http_server_config: 'x", /^1:23: A character is missing/],
    ["an unknown escape", 'http_server_config: "\\q"', /^1:22: The escape sequence is invalid/],
    ["a character that YAML reserves", "http_server_config: @x", /^1:21: The value begins with a character/],
    ["a control character", "http_server_config: \u0007", /^1:21: Control characters are not allowed/],
    ["NUL", "\0", /^1:1: Control characters are not allowed/],
    ["wrong indentation", "http_server_config:\n    http2: true\n  headers: {}\n", /^3:\d: /],
  ])("%s", async (_, text, problem) => {
    expect((await problemsOf(text))[0]).toMatch(problem);
  });

  test("bytes that are not UTF-8", async () => {
    expect(await problemsOf(Buffer.from([0xff, 0xfe, 0x61, 0x00]))).toEqual([
      "1:1: The file must be text in UTF-8. Convert it.",
    ]);
  });

  test("a key that is unknown is shown only if it looks like one", async () => {
    expect(await problemsOf(`cert_filse: a\n"${hash}": b\nhunter2: c\n`)).toEqual(
      [" cert_filse", "", ""].map(
        (key, index) =>
          `${index + 1}:1: Unknown key${key}. The known keys are tls_server_config, http_server_config, basic_auth_users, rate_limit.`,
      ),
    );
  });
});

describe("the size of a file", () => {
  test("is limited", async () => {
    expect(await problemsOf("#".repeat(65_537))).toEqual([
      "1:1: The file must not have more than 65536 characters. Move PEM text to files of its own.",
    ]);
    expect(await problemsOf("#".repeat(65_536))).toEqual([]);
  });

  test.each(["[", "{a: ", "- ", "? "])("nesting of %j is limited, before the parser recurses", async (text) => {
    const problems = await problemsOf(text.repeat(16_000));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^1:\d+: The values must not be nested more than 20 deep/);
  });

  test("aliases that multiply a value take no memory for it", async () => {
    const levels = Array.from({ length: 15 }, (_, level) => `&l${level + 1} [${`*l${level}, `.repeat(9)}]`);
    const text = `tls_server_config:\n  cipher_suites:\n${[`- &l0 [x]`, ...levels.map((one) => `- ${one}`)].join("\n")}\n`;
    expect((await problemsOf(text.replaceAll("\n-", "\n  -"))).length).toBeGreaterThan(0);
  });

  test("entries that merge keys multiply are limited", async () => {
    const merges = (level: number) => `<<: [${`*l${level}, `.repeat(10)}]`;
    const lists = Array.from({ length: 9 }, (_, level) => `  u${level}: &l${level + 1} {${merges(level)}}\n`);
    const problems = await problemsOf(`basic_auth_users:\n  first: &l0 {ada: ${hash}}\n${lists.join("")}`);
    expect(problems.some((problem) => problem.includes("Merge keys must not add more than 10000 entries"))).toBe(true);
  });

  test("the list of problems is limited", async () => {
    const problems = await problemsOf(Array.from({ length: 50 }, (_, index) => `- ${index}`).join("\n"));
    expect(problems).toHaveLength(1);
    const error = parse(Array.from({ length: 50 }, (_, index) => `key${index}: 1\n`).join(""));
    await expect(error).rejects.toThrow(/^web\.yml has 50 errors:\n(web\.yml:\d+:1: .*\n){20}… and 30 more\.$/);
  });
});
