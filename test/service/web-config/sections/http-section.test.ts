import { describe, expect, test } from "vitest";
import { parse, problemsOf } from "../parsing.js";

const withHeader = (header: string) => `http_server_config:\n  headers:\n    ${header}\n`;

describe("http2", () => {
  test("is true by default", async () => {
    expect(await parse("http_server_config: {}")).toMatchObject({ http2: true });
  });

  test.each(["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON", "!!bool true"])(
    "is true for %s",
    async (value) => {
      expect(await parse(`http_server_config: {http2: ${value}}`)).toMatchObject({ http2: true });
    },
  );

  test.each(["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"])(
    "is false for %s",
    async (value) => {
      expect(await parse(`http_server_config: {http2: ${value}}`)).toMatchObject({ http2: false });
    },
  );

  test.each([
    ['"true"', "must be true or false. Remove the quotes."],
    ["!!str true", "must be true or false. Remove the quotes."],
    ["tRue", 'must be true or false, but was "tRue".'],
    ["1", 'must be true or false, but was "1".'],
    ["two words", "must be true or false. Correct the value."],
    ["~", "must be true or false, but has no value. Remove the key, or give it a value."],
    ["{a: b}", "must be true or false, but is a mapping. Check the indentation."],
  ])("must not be %s", async (value, rule) => {
    const [problem, ...others] = await problemsOf(`http_server_config:\n  http2: ${value}\n`);
    expect(problem?.replace(/^2:\d+: /, "")).toBe(`http_server_config.http2 ${rule}`);
    expect(others).toEqual([]);
  });
});

describe("headers", () => {
  test("are the five that Prometheus allows", async () => {
    const headers = {
      "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
      "X-Frame-Options": "deny",
      "X-Content-Type-Options": "nosniff",
      "X-XSS-Protection": "0",
      "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    };
    const lines = Object.entries(headers).map(([name, value]) => `    ${name}: ${value}\n`);
    expect(await parse(`http_server_config:\n  headers:\n${lines.join("")}`)).toMatchObject({ headers });
  });

  test("accept sameorigin", async () => {
    expect(await parse(withHeader("X-Frame-Options: sameorigin"))).toMatchObject({
      headers: { "X-Frame-Options": "sameorigin" },
    });
  });

  test.each(["X-XSS-Protection:", 'Content-Security-Policy: ""', "Strict-Transport-Security: ~"])(
    "are not set if they are blank: %s",
    async (header) => {
      expect((await parse(withHeader(header))).headers).toEqual({});
    },
  );

  test.each([
    ["X-Frame-Options: allow", /^3:22: .*X-Frame-Options must be deny or sameorigin, but was "allow"/],
    ["X-Frame-Options: DENY", /^3:22: .*X-Frame-Options must be deny or sameorigin, but was "DENY"/],
    ['X-Frame-Options: ""', /^3:22: .*X-Frame-Options must be deny or sameorigin/],
    ["X-Frame-Options:", /^3:\d+: .*X-Frame-Options must be deny or sameorigin, but has no value/],
    ["X-Content-Type-Options: sniff", /^3:29: .*X-Content-Type-Options must be nosniff, but was "sniff"/],
    ["x-frame-options: deny", /^3:5: Unknown key in http_server_config.headers. The known keys are Content-Security/],
    ["Content-Type: text/html", /^3:5: Unknown key Content-Type in http_server_config.headers/],
    ['X-XSS-Protection: "a\\nb"', /^3:23: .*X-XSS-Protection must be a valid HTTP header/],
    ["X-XSS-Protection: ☃", /^3:23: .*X-XSS-Protection must be a valid HTTP header/],
    ["X-XSS-Protection: [0]", /^3:23: .*X-XSS-Protection must be text, but is a list/],
  ])("must not be %s", async (header, problem) => {
    expect(await problemsOf(withHeader(header))).toEqual([expect.stringMatching(problem)]);
  });

  test("must be a mapping", async () => {
    expect(await problemsOf("http_server_config: {headers: []}")).toEqual([
      expect.stringMatching(/^1:31: http_server_config.headers must be a mapping/),
    ]);
  });
});
