import type { TLSSocket } from "node:tls";
import { activeClock } from "../../globals/clock.js";
import { inspectValue } from "../../validation/errors.js";
import { type ClientAuth, verifyingPolicies } from "../options/tls.js";
import { alternativeNamesOf, canonicalName } from "./alternative-names.js";
import { type HandshakeFailure, noCertificate, unverified } from "./handshake-failure.js";

/** The certificates that clients must have. */
export class ClientPolicy {
  readonly #auth: ClientAuth;
  readonly #allowed: ReadonlySet<string> | undefined;

  /**
   * @param auth - whether a certificate is required and verified
   * @param allowedSans - the subject alternative names of which a certificate must have one, if any
   */
  constructor(auth: ClientAuth, allowedSans: readonly string[] | undefined) {
    this.#auth = auth;
    this.#allowed = allowedSans && new Set(allowedSans.map(canonicalName));
  }

  /** Options of `node:tls`. Its own verification sends the client an alert if it has no certificate. */
  get serverOptions(): { readonly requestCert: boolean; readonly rejectUnauthorized: boolean } {
    return {
      requestCert: this.#auth !== "NoClientCert",
      rejectUnauthorized: this.#auth === "RequireAndVerifyClientCert",
    };
  }

  /** Returns the reason to refuse a client after its handshake, or `undefined` if the client may send requests. */
  refusalOf(socket: TLSSocket): HandshakeFailure | undefined {
    const certificate = socket.getPeerX509Certificate();
    if (certificate === undefined) {
      const isRequired = this.#auth.startsWith("Require") || this.#allowed !== undefined;
      return isRequired ? noCertificate : undefined;
    }
    if (!verifyingPolicies.includes(this.#auth)) return undefined;
    if (!socket.authorized) return unverified(String(socket.authorizationError));
    // The session may be an old one, in which the certificate was verified before it expired.
    if (Date.parse(certificate.validTo) < activeClock.current.now()) return unverified("CERT_HAS_EXPIRED");
    const names = alternativeNamesOf(certificate);
    if (this.#allowed === undefined || names.some((name) => this.#allowed?.has(name))) return undefined;
    return {
      reason: "alternative names",
      text:
        "none of the subject alternative names of its certificate is allowed. The certificate has " +
        `${names.length === 0 ? "none" : inspectValue(names)}. Add one to clientAllowedSans if the client may connect.`,
    };
  }
}
