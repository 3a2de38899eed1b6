import { describe, expect, test } from "vitest";
import { isNarthexError } from "../../../src/index.js";
import { checkStartOptions } from "../../../src/service/options/start.js";

const files = { certFile: "/tls.crt", keyFile: "/tls.key" };
const clientCaFile = "/ca.crt";

/** Returns the code and the message of the error for options of TLS; `undefined` if they are valid. */
function problem(tls: object): readonly [string, string] | undefined {
  try {
    checkStartOptions({ tls });
    return undefined;
  } catch (error) {
    if (!isNarthexError(error)) throw error;
    return [error.code, error.message];
  }
}

describe("options of TLS", () => {
  test.each<object>([
    files,
    { certFile: "/tls.crt", key: "k" },
    { cert: "c", keyFile: "/tls.key", passphrase: "p" },
    { ...files, clientCaFile },
    { ...files, ca: "c", clientAuth: "RequireAndVerifyClientCert" },
    { ...files, clientCaFile, clientAuth: "VerifyClientCertIfGiven", clientAllowedSans: ["a"] },
    { ...files, clientCaFile, clientAuth: "RequireAnyClientCert" },
    { ...files, clientAuth: "RequestClientCert" },
    { ...files, clientAuth: "NoClientCert" },
    { ...files, ca: "c", requestCert: true, rejectUnauthorized: false },
    { ...files, clientCaFile, requestCert: undefined },
    { ...files, http2: true },
    { ...files, http2: false, ALPNProtocols: ["http/1.1"] },
    { ...files, clientCertEngine: "e", maxVersion: "TLSv1.2" },
  ])("%o are valid", (options) => {
    expect(problem(options)).toBeUndefined();
  });

  test.each<[object, string, RegExp]>([
    [{ certFile: "/tls.crt" }, "NARTHEX_INVALID_OPTION", /tls must have a key and a certificate: keyFile and certFile/],
    [{ certFile: "/tls.crt", SNICallback: () => {} }, "NARTHEX_INVALID_OPTION", /must have a key and a certificate/],
    [{ ...files, cert: "c" }, "NARTHEX_CONFLICTING_OPTIONS", /tls\.certFile must not be set together with cert\./],
    [{ ...files, key: "k" }, "NARTHEX_CONFLICTING_OPTIONS", /tls\.keyFile must not be set together with key\./],
    [{ ...files, pfx: "p" }, "NARTHEX_CONFLICTING_OPTIONS", /tls\.certFile must not be set together with pfx\./],
    [{ ...files, clientCaFile, ca: "c" }, "NARTHEX_CONFLICTING_OPTIONS", /clientCaFile must not be set .* with ca\./],
    [{ ...files, certFile: "" }, "NARTHEX_INVALID_OPTION", /tls\.certFile must be the path of a file\. .* use cert\./],
    [{ ...files, clientAuth: "yes" }, "NARTHEX_INVALID_OPTION", /clientAuth must be one of NoClientCert, Request/],
    [{ ...files, clientCaFile, clientAllowedSans: [] }, "NARTHEX_INVALID_OPTION", /array of at least one non-empty/],
    [
      { ...files, clientCaFile, clientAllowedSans: "a" },
      "NARTHEX_INVALID_OPTION",
      /clientAllowedSans must be an array/,
    ],
    [
      { ...files, clientCaFile, clientAllowedSans: [1] },
      "NARTHEX_INVALID_OPTION",
      /clientAllowedSans must be an array/,
    ],
    [{ ...files, clientCaFile, requestCert: true }, "NARTHEX_CONFLICTING_OPTIONS", /requestCert .* with clientCaFile/],
    [
      { ...files, clientAuth: "NoClientCert", rejectUnauthorized: false },
      "NARTHEX_CONFLICTING_OPTIONS",
      /tls\.rejectUnauthorized must not be set together with clientAuth\. Set clientAuth instead\./,
    ],
    [{ ...files, clientAllowedSans: ["a"] }, "NARTHEX_CONFLICTING_OPTIONS", /clientAllowedSans needs clientCaFile/],
    [
      { ...files, clientAuth: "VerifyClientCertIfGiven" },
      "NARTHEX_CONFLICTING_OPTIONS",
      /clientAuth needs clientCaFile/,
    ],
    [
      { ...files, clientCaFile, clientAuth: "NoClientCert" },
      "NARTHEX_CONFLICTING_OPTIONS",
      /clientCaFile has no effect/,
    ],
    [
      { ...files, clientAuth: "RequireAnyClientCert", clientAllowedSans: ["a"] },
      "NARTHEX_CONFLICTING_OPTIONS",
      /clientAllowedSans needs a clientAuth that verifies/,
    ],
    [{ ...files, http2: 1 }, "NARTHEX_INVALID_OPTION", /tls\.http2 must be true or false/],
    [{ ...files, http2: true, ALPNProtocols: ["h2"] }, "NARTHEX_CONFLICTING_OPTIONS", /http2 .* with ALPNProtocols\./],
    [{ ...files, maxVersion: "TLSv1.1" }, "NARTHEX_INVALID_OPTION", /must not allow versions before TLS 1\.2/],
  ])("%o are invalid", (options, code, message) => {
    expect(problem(options)).toEqual([code, expect.stringMatching(message)]);
  });

  test.each(["clientCAFile", "certfile", "caFile", "clientAllowedSANs", "clientAuthType"])(
    "the unknown option %s is rejected, because clients could otherwise be left unverified",
    (name) => {
      expect(problem({ ...files, [name]: "/x" })).toEqual([
        "NARTHEX_UNKNOWN_OPTION",
        expect.stringContaining(`unknown option "tls.${name}". Besides those of node:https, the options are certFile,`),
      ]);
    },
  );

  test("a key in place of a path is not shown", () => {
    const [, message] = problem({ ...files, keyFile: "-----BEGIN PRIVATE KEY-----\nsecret" }) ?? [];
    expect(message).toBe("Service.start: tls.keyFile must be the path of a file. To pass the content, use key.");
  });
});
