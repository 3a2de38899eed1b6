import type { TLSSocket } from "node:tls";
import { withCode } from "../../model/errors/coded-error.js";
import type { SelfMetrics } from "../self-metrics.js";

/** The reason for which a handshake failed or a client was refused. */
export interface HandshakeFailure {
  /** A short name of the reason. Each reason is reported once. */
  readonly reason: string;
  /** Completes the sentence "A TLS client was refused:". */
  readonly text: string;
}

/** The failure of a client without a certificate. */
export const noCertificate: HandshakeFailure = {
  reason: "ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE",
  text: "it sent no certificate. Configure a certificate in the client (cert_file and key_file of Prometheus).",
};

const UNTRUSTED =
  "it does not trust the certificate of the service. Configure the authority in the client (ca_file of Prometheus), " +
  "and check the names in the certificate.";

/** The failures that have a remedy, by the code of Node.js. Versions of OpenSSL differ in the prefix of alerts. */
const remedies: readonly (readonly [RegExp, string])[] = [
  [/PEER_DID_NOT_RETURN_A_CERTIFICATE$/, noCertificate.text],
  [/_ALERT_(UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|CERTIFICATE_EXPIRED)$/, UNTRUSTED],
  [/_HTTP_REQUEST$/, "it sent a request without TLS. Use https in the client (scheme of Prometheus)."],
  [/_UNSUPPORTED_PROTOCOL$/, "it supports only older versions of TLS. Update the client."],
  [/_NO_SHARED_CIPHER$/, "it has no cipher suite in common with the service. Check ciphers, or update the client."],
  [/_HANDSHAKE_TIMEOUT$/, "it did not complete the handshake in time."],
];

/** The errors of certificates that have a remedy, by the code of OpenSSL. */
const unverifiedRemedies: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "its certificate has expired. Renew the certificate.",
  CERT_NOT_YET_VALID: "its certificate is not valid yet. Check the clocks.",
  INVALID_PURPOSE: "its certificate is not one of a client. Sign it with the extended key usage clientAuth.",
};

/** Returns the failure of a client whose certificate is not valid. */
export function unverified(code: string): HandshakeFailure {
  const text = unverifiedRemedies[code] ?? `no authority of the client CA signed its certificate (${code}).`;
  return { reason: code, text };
}

/** The maximum number of reasons that are reported. OpenSSL has hundreds, which clients can choose. */
const MAX_REASONS = 50;

/** Counts handshakes that failed and clients that were refused, and reports each reason once. */
export class HandshakeFailures {
  readonly #self: SelfMetrics;
  /** The reasons that occurred. A report is limited to one for each object. */
  readonly #reasons = new Map<string, object>();

  /** @param self - the metrics that count */
  constructor(self: SelfMetrics) {
    this.#self = self;
  }

  /** Handles a handshake that failed in Node.js. */
  fail(error: NodeJS.ErrnoException, socket: TLSSocket): void {
    const { code = "unknown" } = error;
    const { authorizationError } = socket as { readonly authorizationError?: unknown };
    if (authorizationError) this.refuse(unverified(String(authorizationError)), socket);
    // A client that hangs up, such as a probe of the port, was not refused.
    else if (code === "ECONNRESET" || code === "EPIPE") socket.destroy();
    else {
      const [, text] = remedies.find(([pattern]) => pattern.test(code)) ?? [];
      this.refuse({ reason: code, text: text ?? `the handshake failed (${code}).` }, socket);
    }
  }

  /** Closes the connection of a client. */
  refuse({ reason, text }: HandshakeFailure, socket: TLSSocket): void {
    const { remoteAddress } = socket;
    socket.destroy();
    this.#self.countClosure("handshake");
    if (!this.#reasons.has(reason) && this.#reasons.size >= MAX_REASONS) return;
    const subject = this.#reasons.get(reason) ?? {};
    this.#reasons.set(reason, subject);
    const client = remoteAddress === undefined ? "A TLS client" : `A TLS client at ${remoteAddress}`;
    const error = withCode("NARTHEX_HANDSHAKE_FAILED", new Error(`${client} was refused: ${text}`));
    this.#self.log.report(subject, error, { source: "service" });
  }
}
