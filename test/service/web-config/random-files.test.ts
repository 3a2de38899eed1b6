import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { cipherSuites, curves } from "../../../src/service/web-config/sections/tls-names.js";
import { hash, parse, problemsOf, withCertificate } from "./parsing.js";

/** Text that YAML can hold, also text that looks like another type. */
const text = fc.oneof(
  fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 20 }),
  fc.constantFrom("yes", "null", "~", "0", "1e3", "<<", "*a", "a: b", "- a", "'", "#", "{}", " a ", "é", "💥"),
);
const name = text.filter((one) => !one.includes(":") && one !== "<<");
const path = text.filter((one) => one !== "");
const headerValue = fc.string({ unit: "grapheme-ascii", maxLength: 20 });
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const defined = (given: object) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));

const http2Suite = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
const suites = Object.keys(cipherSuites) as (keyof typeof cipherSuites)[];

const tls = fc
  .record({
    cert_file: path,
    key: path,
    client_auth_type: optional(fc.constantFrom("RequestClientCert", "VerifyClientCertIfGiven")),
    min_version: optional(fc.constantFrom("TLS12", "TLS13")),
    cipher_suites: optional(fc.subarray(suites).map((some) => [...some, http2Suite])),
    prefer_server_cipher_suites: optional(fc.boolean()),
    curve_preferences: optional(fc.subarray(Object.keys(curves))),
  })
  .map(defined);

const file = fc
  .record({
    tls_server_config: optional(tls),
    http_server_config: optional(
      fc
        .record({
          http2: optional(fc.boolean()),
          headers: optional(fc.record({ "X-XSS-Protection": headerValue, "Content-Security-Policy": headerValue })),
        })
        .map(defined),
    ),
    basic_auth_users: optional(fc.dictionary(name, fc.constant(hash))),
    rate_limit: optional(
      fc
        .record({ interval: fc.integer({ min: 1, max: 1000 }).map((ms) => `${ms}ms`), burst: fc.nat() })
        .map((limit) => ({
          ...limit,
          burst: limit.burst + 1,
        })),
    ),
  })
  .map(defined) as fc.Arbitrary<Record<string, Record<string, never>>>;

const styles = fc.record({
  indent: fc.integer({ min: 1, max: 8 }),
  defaultStringType: fc.constantFrom("QUOTE_DOUBLE" as const, "QUOTE_SINGLE" as const, "PLAIN" as const),
  collectionStyle: fc.constantFrom("any" as const, "block" as const, "flow" as const),
});

test("a valid file has the settings that are written in it, in every style of YAML", async () => {
  await fc.assert(
    fc.asyncProperty(file, styles, async (given, { indent, defaultStringType, collectionStyle }) => {
      const written = stringify(given, { version: "1.1", indent, defaultStringType, collectionStyle });
      const config = await parse(written);
      const { tls_server_config, http_server_config, basic_auth_users, rate_limit } = given;
      expect(config.http2).toBe(http_server_config?.["http2"] ?? true);
      expect(config.headers).toEqual(withoutBlank(http_server_config?.["headers"] ?? {}));
      expect(Object.entries(config.basicAuthUsers ?? {}).sort()).toEqual(Object.entries(basic_auth_users ?? {}).sort());
      expect(config.rateLimit?.burst).toBe(rate_limit?.["burst"]);
      expect(config.rateLimit?.intervalSeconds).toBe(
        rate_limit && Number.parseInt(String(rate_limit["interval"]), 10) / 1000,
      );
      expect(config.tls?.cert.value).toBe(tls_server_config?.["cert_file"]);
      expect(config.tls?.key.value).toBe(tls_server_config?.["key"]);
      expect(config.tls?.minVersion).toBe(
        tls_server_config && (tls_server_config["min_version"] === "TLS13" ? "TLSv1.3" : "TLSv1.2"),
      );
    }),
    { numRuns: 500 },
  );
});

function withoutBlank(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ""));
}

const fragment = fc.constantFrom(
  ...["tls_server_config", "http_server_config", "basic_auth_users", "rate_limit", "http2", "headers", "interval"],
  ...[
    "cert",
    "key",
    "cipher_suites",
    "&a ",
    "*a",
    "<<",
    "{",
    "}",
    "[",
    "]",
    ": ",
    ",",
    "- ",
    "? ",
    "\n",
    "\n  ",
    "|",
    ">",
  ],
  ...[
    "'",
    '"',
    "#",
    "!!str ",
    "!x ",
    "%",
    "---\n",
    "...\n",
    "\t",
    "\r",
    "~",
    "true",
    "1s",
    "0",
    "@",
    "`",
    "\\",
    hash,
    "\u0002",
  ],
  "\ufeff",
);
const anyText = fc.oneof(
  fc.array(fragment, { maxLength: 40 }).map((fragments) => fragments.join("")),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.json({ maxDepth: 3 }),
);

test("any text is valid or has problems, each with a line and a column", async () => {
  await fc.assert(
    fc.asyncProperty(anyText, async (content) => {
      for (const problem of await problemsOf(content)) expect(problem).toMatch(/^\d+:\d+: \S|^… and \d+ more\.$/);
    }),
    { numRuns: 3000 },
  );
});

test("any bytes are valid or have problems", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 40 }), async (content) => {
      for (const problem of await problemsOf(content)) expect(problem).toMatch(/^\d+:\d+: \S|^… and \d+ more\.$/);
    }),
    { numRuns: 500 },
  );
});

const secrets = {
  key: "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj",
  hash: "Xq7Lk3Vw9Rz1Tn5Bm8Yc2Df4Gh6Jk0PsQwErTyUiOpAsDfGhJkLzX",
  password: "correct-Horse7battery",
};
const secretFile = `${withCertificate.replace("key_file: tls.key", `key: |\n    -----BEGIN PRIVATE KEY-----\n    ${secrets.key}\n    -----END PRIVATE KEY-----`)}http_server_config:
  headers: {X-Frame-Options: deny}
basic_auth_users:
  ada: $2y$10$${secrets.hash}
  grace: ${secrets.password}
rate_limit:
  interval: 1s
  burst: 5
`;

test("no problem shows a key, a hash or a password, however the file is damaged", async () => {
  const damage = fc.record({
    at: fc.nat({ max: secretFile.length }),
    length: fc.nat({ max: 12 }),
    inserted: fc.oneof(fragment, fc.constant("")),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(damage, { maxLength: 4 }), async (damages) => {
      let damaged = secretFile;
      for (const { at, length, inserted } of damages) {
        damaged = damaged.slice(0, at) + inserted + damaged.slice(at + length);
      }
      const shown = (await problemsOf(damaged)).join("\n");
      for (const secret of Object.values(secrets)) {
        for (let index = 0; index + 10 <= secret.length; index++) {
          expect(shown).not.toContain(secret.slice(index, index + 10));
        }
      }
    }),
    { numRuns: 2000 },
  );
});
