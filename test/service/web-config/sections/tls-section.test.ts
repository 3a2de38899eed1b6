import { getCiphers } from "node:tls";
import { describe, expect, test } from "vitest";
import { cipherSuites, curves } from "../../../../src/service/web-config/sections/tls-names.js";
import { certificates, pem } from "../../../certificates.js";
import { parse, problemsOf, withCertificate } from "../parsing.js";

/** Returns the TLS settings of a file with a certificate and further keys. */
const tlsWith = async (keys: string) => (await parse(`${withCertificate}  ${keys}\n`)).tls;

/** Returns the problems of a file with a certificate and a further key on line 4. */
const problemsWith = (keys: string) => problemsOf(`${withCertificate}  ${keys}\n`);

describe("the certificate", () => {
  test("is that of two files", async () => {
    expect(await tlsWith("")).toMatchObject({
      cert: { value: "tls.crt", isFile: true },
      key: { value: "tls.key", isFile: true },
      clientCa: undefined,
    });
  });

  test("is in the file itself", async () => {
    const { tls } = await parse("tls_server_config:\n  cert: |\n    a\n    b\n  key: c\n");
    expect(tls).toMatchObject({ cert: { value: "a\nb\n", isFile: false }, key: { value: "c", isFile: false } });
  });

  test.each([
    ["no key", "cert_file: a", [/^1:20: tls_server_config must have key or key_file/]],
    ["no certificate", "key: a", [/^1:20: tls_server_config must have cert or cert_file/]],
    ["neither", "min_version: TLS12", [/^1:20: .* must have cert or/, /^1:20: .* must have key or/]],
    ["an empty path", 'cert_file: "", key: a', [/^1:32: tls_server_config.cert_file must not be empty/]],
    ["no path", "cert_file: , key: a", [/^1:32: tls_server_config.cert_file must be text, but has no value/]],
    ["two certificates", "cert: a, cert_file: b, key: c", [/^1:30: .*cert_file must not be combined with cert/]],
    ["two keys", "cert: a, key_file: b, key: c", [/^1:30: .*key_file must not be combined with key/]],
    ["a list of files", "cert_file: [a], key: c", [/^1:32: .*cert_file must be text, but is a list/]],
  ])("must be complete: %s", async (_, keys, expected) => {
    const problems = await problemsOf(`tls_server_config: {${keys}}`);
    expect(problems).toEqual(expected.map((problem) => expect.stringMatching(problem)));
  });

  test.each([
    "-----BEGIN PRIVATE KEY-----",
    pem(certificates.server.key).replaceAll("\n", "\\n"),
    pem(certificates.server.key).replaceAll(/-----.*-----|\n/g, ""),
  ])("is not shown if it is in place of a path", async (key) => {
    expect(await problemsOf(`tls_server_config:\n  key_file: "${key}"\n  cert: a\n`)).toEqual([
      "2:13: tls_server_config.key_file must be the path of a file. To write PEM text in this file, use tls_server_config.key.",
    ]);
  });
});

describe("client_auth_type", () => {
  test.each([
    ["NoClientCert", "NoClientCert"],
    ["RequestClientCert", "RequestClientCert"],
    ["RequireAnyClientCert", "RequireAnyClientCert"],
    ["RequireClientCert", "RequireAnyClientCert"],
    ["VerifyClientCertIfGiven", "VerifyClientCertIfGiven"],
    ["RequireAndVerifyClientCert\n  client_ca: x", "RequireAndVerifyClientCert"],
  ])("%s", async (name, clientAuth) => {
    expect(await tlsWith(`client_auth_type: ${name}`)).toMatchObject({ clientAuth });
  });

  test("is none by default", async () => {
    expect(await tlsWith("")).toMatchObject({ clientAuth: "NoClientCert" });
  });

  test.each(["x", '""', "noclientcert", "toString"])("must not be %s", async (name) => {
    expect(await problemsWith(`client_auth_type: ${name}`)).toEqual([
      expect.stringMatching(/^4:21: tls_server_config.client_auth_type must be one of NoClientCert, RequestClientCert/),
    ]);
  });

  test("RequireAndVerifyClientCert needs an authority, or names", async () => {
    expect(await problemsWith("client_auth_type: RequireAndVerifyClientCert")).toEqual([
      "4:3: RequireAndVerifyClientCert needs client_ca_file, client_ca or client_allowed_sans. Otherwise every certificate of a public authority would be valid.",
    ]);
    expect(await problemsWith("client_auth_type: RequireAndVerifyClientCert\n  client_allowed_sans: [a]")).toEqual([]);
    expect(await problemsWith("client_auth_type: VerifyClientCertIfGiven")).toEqual([]);
  });

  test("is needed for a client CA", async () => {
    const problem = "A client CA needs client_auth_type, such as RequireAndVerifyClientCert. Add it, or remove the CA.";
    expect(await problemsWith("client_ca_file: ca.crt")).toEqual([`4:3: ${problem}`]);
    expect(await problemsWith("client_ca: x\n  client_auth_type: NoClientCert")).toEqual([`4:3: ${problem}`]);
    expect(await tlsWith("client_ca: x\n  client_auth_type: RequestClientCert")).toMatchObject({
      clientCa: { value: "x", isFile: false },
    });
  });

  test("that is invalid causes no further problems", async () => {
    expect(await problemsWith("client_ca: x\n  client_auth_type: x\n  client_allowed_sans: [a]")).toHaveLength(1);
  });
});

describe("client_allowed_sans", () => {
  test.each(["VerifyClientCertIfGiven", "RequireAndVerifyClientCert"])("are checked with %s", async (type) => {
    expect(await tlsWith(`client_auth_type: ${type}\n  client_allowed_sans: [ada.example, 10.0.0.1]`)).toMatchObject({
      clientAllowedSans: ["ada.example", "10.0.0.1"],
    });
  });

  test.each(["NoClientCert", "RequestClientCert", "RequireAnyClientCert"])("prove nothing with %s", async (type) => {
    expect(await problemsWith(`client_auth_type: ${type}\n  client_allowed_sans: [a]`)).toEqual([
      expect.stringMatching(/^5:3: .*client_allowed_sans needs client_auth_type RequireAndVerifyClientCert/),
    ]);
  });

  test.each([
    ["[]", /^5:3: .* must have at least one name/],
    ["[~]", /^5:25: tls_server_config.client_allowed_sans must be text, but has no value/],
    ['[""]', /^5:25: .*must not be empty/],
    ["a", /^5:24: .*must be a list/],
  ])("must not be %s", async (list, problem) => {
    expect(await problemsWith(`client_auth_type: RequireAndVerifyClientCert\n  client_allowed_sans: ${list}`)).toEqual([
      expect.stringMatching(problem),
    ]);
  });
});

describe("the versions", () => {
  test("are 1.2 and 1.3 by default", async () => {
    expect(await tlsWith("")).toMatchObject({ minVersion: "TLSv1.2", maxVersion: "TLSv1.3" });
  });

  test("are limited", async () => {
    expect(await tlsWith("min_version: TLS13")).toMatchObject({ minVersion: "TLSv1.3", maxVersion: "TLSv1.3" });
    expect(await tlsWith("max_version: TLS12")).toMatchObject({ minVersion: "TLSv1.2", maxVersion: "TLSv1.2" });
  });

  test.each(["min_version: TLS10", "min_version: TLS11", "max_version: TLS11"])("exclude %s", async (key) => {
    const [name] = key.split(":");
    expect(await problemsWith(key)).toEqual([
      `4:16: tls_server_config.${name} must be TLS12 or TLS13, because TLS 1.0 and 1.1 are insecure. Write TLS12.`,
    ]);
  });

  test("are named as Go names them", async () => {
    expect(await problemsWith("min_version: TLSv1.2")).toEqual([
      '4:16: tls_server_config.min_version must be one of TLS12, TLS13, but was "TLSv1.2".',
    ]);
  });

  test("must not be the wrong way round", async () => {
    expect(await problemsWith("min_version: TLS13\n  max_version: TLS12")).toEqual([
      "5:3: tls_server_config.max_version must not be below min_version. Otherwise no client could connect.",
    ]);
  });
});

describe("cipher_suites", () => {
  test("are all known to OpenSSL", () => {
    const known = getCiphers();
    expect(Object.values(cipherSuites).filter((suite) => !known.includes(suite.toLowerCase()))).toEqual([]);
  });

  test("are the defaults if there are none", async () => {
    expect(await tlsWith("cipher_suites: []")).toMatchObject({ ciphers: undefined });
    expect(await tlsWith("cipher_suites:")).toMatchObject({ ciphers: undefined });
  });

  test("of TLS 1.2 leave all suites of TLS 1.3, as in Go", async () => {
    expect(await tlsWith("cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]")).toMatchObject({
      ciphers:
        "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:ECDHE-ECDSA-AES128-GCM-SHA256",
    });
  });

  test("of TLS 1.3 are those that are listed", async () => {
    expect(
      await tlsWith("cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384]"),
    ).toMatchObject({ ciphers: "ECDHE-RSA-AES128-GCM-SHA256:TLS_AES_256_GCM_SHA384" });
  });

  test.each([
    [
      "an invented one",
      "[TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA2048]",
      /^4:19: .* must be one of TLS_AES_128_GCM_SHA256,/,
    ],
    ["one without forward secrecy", "[TLS_RSA_WITH_AES_128_CBC_SHA]", /^4:19: .*without forward secrecy/],
    ["a name of OpenSSL", "[ECDHE-RSA-AES128-GCM-SHA256]", /^4:19: .* must be one of/],
    ["text", "TLS_AES_128_GCM_SHA256", /^4:18: .*must be a list/],
    ["a list of lists", "[[TLS_AES_128_GCM_SHA256]]", /^4:19: .*must be text, but is a list/],
  ])("must not be %s", async (_, list, problem) => {
    expect((await problemsWith(`cipher_suites: ${list}`))[0]).toMatch(problem);
  });

  test("must have one that HTTP/2 requires, unless it is off or TLS 1.2 is", async () => {
    const suites = "cipher_suites: [TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384]";
    expect(await problemsWith(suites)).toEqual([
      "4:3: tls_server_config.cipher_suites must have TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 or TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, which HTTP/2 requires. Add one, or set http_server_config.http2 to false.",
    ]);
    expect(await problemsWith(`${suites}\nhttp_server_config: {http2: false}`)).toEqual([]);
    expect(await problemsWith(`${suites}\n  min_version: TLS13`)).toEqual([]);
  });

  test("must have one of TLS 1.2 if there is no later version", async () => {
    expect(
      await problemsWith(
        "cipher_suites: [TLS_AES_128_GCM_SHA256]\n  max_version: TLS12\nhttp_server_config: {http2: no}",
      ),
    ).toEqual(["4:3: tls_server_config.cipher_suites must have a suite of TLS 1.2, because max_version is TLS12."]);
  });
});

describe("the other keys", () => {
  test("prefer_server_cipher_suites is true by default", async () => {
    expect(await tlsWith("")).toMatchObject({ honorCipherOrder: true });
    expect(await tlsWith("prefer_server_cipher_suites: false")).toMatchObject({ honorCipherOrder: false });
    expect(await problemsWith('prefer_server_cipher_suites: "no"')).toEqual([
      "4:32: tls_server_config.prefer_server_cipher_suites must be true or false. Remove the quotes.",
    ]);
  });

  test("curve_preferences are a list for OpenSSL", async () => {
    expect(await tlsWith("")).toMatchObject({ ecdhCurve: undefined });
    expect(await tlsWith(`curve_preferences: [${Object.keys(curves).join(", ")}]`)).toMatchObject({
      ecdhCurve: "prime256v1:secp384r1:secp521r1:X25519",
    });
    expect(await problemsWith("curve_preferences: [CurveP257, X25519]")).toEqual([
      '4:23: tls_server_config.curve_preferences must be one of CurveP256, CurveP384, CurveP521, X25519, but was "CurveP257".',
    ]);
  });

  test("unknown ones are refused", async () => {
    expect(await problemsWith("session_tickets: true")).toEqual([
      "4:3: Unknown key session_tickets in tls_server_config. The known keys are cert, cert_file, key, key_file, client_ca, client_ca_file, client_auth_type, client_allowed_sans, min_version, max_version, cipher_suites, prefer_server_cipher_suites, curve_preferences.",
    ]);
  });

  test("all problems are reported together, in the order of the file", async () => {
    const problems = await problemsWith("min_version: TLS9\n  max_version: TLS9\nrate_limit: 1\nfoo: 1");
    expect(problems.map((problem) => problem.slice(0, 5))).toEqual(["4:16:", "5:16:", "6:13:", "7:1: "]);
  });
});
