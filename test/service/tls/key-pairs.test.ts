import { createPrivateKey } from "node:crypto";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import type { TlsOptions } from "../../../src/service/index.js";
import { certificates, pem } from "../../certificates.js";
import { collectReports, nameOf, scrapeTls, startTls, TlsFiles } from "./tls-files.js";

const [key, cert] = [pem(certificates.server.key), pem(certificates.server.cert)];
const encrypted = (type: "pkcs8" | "sec1") =>
  createPrivateKey(key).export({ type, format: "pem", cipher: "aes-256-cbc", passphrase: "secret" }).toString();

/** Contents of the files of TLS. */
interface Contents {
  readonly key?: string;
  readonly cert?: string;
  readonly ca?: string;
}

/** Starts a service whose files have the given contents. */
async function startWith(contents: Contents, options: TlsOptions = {}) {
  const files = new TlsFiles();
  if (contents.key !== undefined) files.replace(files.keyFile, contents.key);
  if (contents.cert !== undefined) files.replace(files.certFile, contents.cert);
  if (contents.ca !== undefined) files.replace(files.clientCaFile, contents.ca);
  const ca = contents.ca === undefined ? {} : { clientCaFile: files.clientCaFile };
  return startTls({ ...files.options, ...ca, ...options });
}

describe("a service with files of TLS", () => {
  test("serves HTTPS", async () => {
    await using service = await startWith({});
    expect((await scrapeTls(service)).status).toBe(200);
  });

  test("accepts a certificate with comments and intermediate certificates, and a key after other blocks", async () => {
    const parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
    const chain = `Täxt\n${cert}\nsubject=authority\n${pem(certificates.authority.cert)}`;
    await using service = await startWith({ cert: chain, key: parameters + key });
    expect(await nameOf(service)).toBe("server");
  });

  test.each(["pkcs8", "sec1"] as const)("decrypts a key in the form %s with the passphrase", async (type) => {
    await using service = await startWith({ key: encrypted(type) }, { passphrase: "secret" });
    expect(await nameOf(service)).toBe("server");
  });

  test.each<[string, Contents, RegExp, TlsOptions?]>([
    [
      "the key of another certificate",
      { key: pem(certificates.client.key) },
      /keyFile ".*tls\.key" does not match the certificate of Service\.start: tls\.certFile ".*tls\.crt"\. Use the key/,
    ],
    ["an empty key", { key: "\n" }, /keyFile ".*" is empty\. It must contain a private key/],
    ["an empty certificate", { cert: "" }, /certFile ".*" is empty\. It must contain a certificate/],
    ["a certificate as the key", { key: cert }, /keyFile ".*" contains a certificate instead of a private key\. Exch/],
    ["a key as the certificate", { cert: key }, /certFile ".*" contains a private key instead of a certificate\. Exch/],
    ["a key of another form", { key: "text" }, /keyFile ".*" contains no private key in PEM/],
    ["a certificate of another form", { cert: "text" }, /certFile ".*" contains no certificate in PEM/],
    ["a certificate that is cut off", { cert: cert.slice(0, 300) }, /certFile ".*" contains a certificate that is cut/],
    [
      "an invalid certificate",
      { cert: cert.replace(/\n[^-]{20}/, "\nAAAAAAAAAAAAAAAAAAAA") },
      /certFile ".*" contains an invalid certificate/,
    ],
    ["a key that is cut off", { key: key.slice(0, 80) }, /keyFile ".*" contains an invalid private key/],
    ["a key without a passphrase", { key: encrypted("pkcs8") }, /keyFile ".*" is encrypted\. Set passphrase/],
    ["an old key without a passphrase", { key: encrypted("sec1") }, /keyFile ".*" is encrypted\. Set passphrase/],
    [
      "a wrong passphrase",
      { key: encrypted("pkcs8") },
      /keyFile ".*" cannot be decrypted with the passphrase/,
      { passphrase: "hunter2" },
    ],
    ["a client CA without certificates", { ca: "text" }, /clientCaFile ".*ca\.crt" contains no certificate/],
  ])("rejects %s, and shows neither content nor passphrase", async (_, contents, message, options) => {
    const error: unknown = await startWith(contents, options).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "NARTHEX_INVALID_CERTIFICATE", message: expect.stringMatching(message) });
    const shown = inspect(error, { depth: 10, showHidden: true });
    const secrets = [...key.split("\n"), "hunter2"].filter((line) => line !== "" && !line.startsWith("-----"));
    expect(secrets.filter((line) => shown.includes(line))).toEqual([]);
  });

  test("shows no key when it is inspected", async () => {
    await using service = await startTls({ key, cert, passphrase: "hunter2" });
    const shown = inspect(service, { depth: 20, showHidden: true });
    expect(shown).not.toMatch(/hunter2|PRIVATE KEY/);
    expect(shown).not.toContain(key.split("\n")[1]);
  });

  test("names a file that does not exist", async () => {
    const files = new TlsFiles();
    const started = startTls({ ...files.options, keyFile: files.pathOf("none.key") });
    await expect(started).rejects.toMatchObject({
      code: "NARTHEX_UNREADABLE_FILE",
      message: expect.stringMatching(/^Service\.start: tls\.keyFile ".*none\.key" does not exist\./),
    });
  });

  test("can be started again after an error", async () => {
    const files = new TlsFiles();
    const stopped = startTls({ ...files.options, keyFile: "/nowhere" });
    await expect(stopped).rejects.toThrow("does not exist");
    await using service = await startTls(files.options);
    expect(await nameOf(service)).toBe("server");
  });

  test("reports an expired certificate once, and uses it", async () => {
    using collected = collectReports();
    await using service = await startWith({
      key: pem(certificates.expiredServer.key),
      cert: pem(certificates.expiredServer.cert),
    });
    await expect(scrapeTls(service)).rejects.toMatchObject({ code: "CERT_HAS_EXPIRED" });
    expect(await nameOf(service, { rejectUnauthorized: false })).toBe("expired-server");
    const messages = collected.reports.filter(({ code }) => code === "NARTHEX_CERTIFICATE_EXPIRED");
    expect(messages.map(({ error }) => error.message)).toEqual([
      expect.stringMatching(/^Service\.start: tls\.certFile ".*" has a certificate that has expired\. .* Renew/),
    ]);
  });
});

describe("a service with the contents themselves", () => {
  test.each<[string, TlsOptions, RegExp]>([
    ["an invalid key", { key: "k", cert }, /^Service\.start: tls\.key contains no private key in PEM/],
    ["an invalid certificate", { key, cert: "c" }, /^Service\.start: tls\.cert contains no certificate in PEM/],
    ["bytes that are no key", { key: Buffer.from("k"), cert }, /^Service\.start: tls\.key contains no private key/],
    ["another key", { key: pem(certificates.client.key), cert }, /^Service\.start: tls\.key does not match/],
  ])("rejects %s with a code", async (_, options, message) => {
    await expect(startTls(options)).rejects.toMatchObject({
      code: "NARTHEX_INVALID_CERTIFICATE",
      message: expect.stringMatching(message),
    });
  });

  test.each<[string, TlsOptions, RegExp]>([
    ["ciphers", { ciphers: "nonsense" }, /tls: Node\.js does not accept the options: .*ERR_SSL_NO_CIPHER_MATCH/],
    ["curves", { ecdhCurve: "nonsense" }, /tls: Node\.js does not accept the options: Failed to set ECDH curve/],
    [
      "PFX",
      { pfx: "hunter2", key: undefined, cert: undefined },
      /tls: Node\.js does not accept the options: [a-z ]+\.$/,
    ],
    ["ticket keys", { ticketKeys: "hunter2" as never }, /does not accept the options: ERR_INVALID_ARG_TYPE\.$/],
    ["lists of keys", { key: ["hunter2"] }, /tls: Node\.js does not accept the options/],
  ])("rejects invalid %s with a code, and does not show them", async (_, options, message) => {
    const error: unknown = await startTls({ key, cert, ...options }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "NARTHEX_INVALID_OPTION", message: expect.stringMatching(message) });
    expect(inspect(error, { depth: 10 })).not.toContain("hunter2");
  });
});
