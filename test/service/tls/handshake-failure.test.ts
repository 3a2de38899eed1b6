import { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import { describe, expect, test } from "vitest";
import { SelfMetrics } from "../../../src/service/self-metrics.js";
import { HandshakeFailures } from "../../../src/service/tls/handshake-failure.js";
import { collectReports } from "./tls-files.js";

/** Reports handshakes that failed with error codes, and returns the messages. */
function reportsOf(...codes: string[]): string[] {
  using collected = collectReports();
  const failures = new HandshakeFailures(new SelfMetrics());
  for (const code of codes) {
    const socket = new Duplex() as TLSSocket;
    failures.fail(Object.assign(new Error("failed"), { code }), socket);
    expect(socket.destroyed).toBe(true);
  }
  return collected.reports.map(({ error }) => error.message);
}

describe("a handshake that failed", () => {
  test.each([
    // OpenSSL 3.0 and 3.5 differ in the names of alerts.
    ["ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE", /it does not trust the certificate of the service\. Configure/],
    ["ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE", /it does not trust the certificate/],
    ["ERR_SSL_TLSV1_ALERT_UNKNOWN_CA", /it does not trust the certificate/],
    ["ERR_SSL_NO_SHARED_CIPHER", /it has no cipher suite in common/],
    ["ERR_TLS_HANDSHAKE_TIMEOUT", /it did not complete the handshake in time\./],
    [
      "ERR_SSL_WRONG_VERSION_NUMBER",
      /^A TLS client was refused: the handshake failed \(ERR_SSL_WRONG_VERSION_NUMBER\)\./,
    ],
  ])("with %s is reported", (code, message) => {
    expect(reportsOf(code)).toEqual([expect.stringMatching(message)]);
  });

  test.each(["ECONNRESET", "EPIPE"])("with %s is not reported, because the client hung up", (code) => {
    expect(reportsOf(code)).toEqual([]);
  });

  test("is reported for 50 reasons at most, because clients can choose them", () => {
    expect(reportsOf(...Array.from({ length: 100 }, (_, n) => `ERR_SSL_${n}`))).toHaveLength(50);
  });
});
