import { Buffer } from "node:buffer";
import { constants, createHash } from "node:crypto";
import type { ServerOptions } from "node:https";
import { createSecureContext } from "node:tls";
import { withCode } from "../../model/errors/coded-error.js";
import { clientAuthOf, contentOptions, type TlsFileOption, type TlsOptions } from "../options/tls.js";
import { certificateError } from "./certificate-error.js";
import { ClientPolicy } from "./client-policy.js";
import { certificatesIn, type Pem, privateKeyIn } from "./pem.js";
import type { TlsSource } from "./tls-source.js";

/** Options for TLS with the contents of their files. */
export interface LoadedTls {
  /** Options for a server of `node:https`, and for its secure context. */
  readonly options: ServerOptions;
  /** The certificates that clients must have; `undefined` if the options of `node:https` decide. */
  readonly clients: ClientPolicy | undefined;
  /** The time when the certificate expires, in milliseconds since 1970; `undefined` if it is not known. */
  readonly expiresMs: number | undefined;
  /** The option that has the certificate, for messages. */
  readonly certificate: string;
}

/**
 * Checks options for TLS and the contents of their files.
 *
 * @param given - the options, already checked apart from their contents
 * @param files - the contents of the files
 * @param describe - returns the beginning of messages about an option
 * @throws {Error} if a certificate, key or authority is invalid, or the key does not match the certificate
 */
export function loadTls(
  given: TlsOptions,
  files: ReadonlyMap<TlsFileOption, Buffer>,
  describe: TlsSource["describe"],
): LoadedTls {
  const { certFile, keyFile, clientCaFile, clientAuth, clientAllowedSans, http2, ...nodeOptions } = given;
  const pemOf = (path: TlsFileOption): Pem | undefined => {
    const file = files.get(path);
    if (file !== undefined) return { subject: `${describe(path)} ${JSON.stringify(given[path])}`, content: file };
    const content = given[contentOptions[path]];
    const isText = typeof content === "string" || Buffer.isBuffer(content);
    return isText ? { subject: describe(contentOptions[path]), content } : undefined;
  };
  const [cert, key, ca] = [pemOf("certFile"), pemOf("keyFile"), pemOf("clientCaFile")];
  const [leaf] = cert === undefined ? [] : certificatesIn(cert);
  const privateKey = key === undefined ? undefined : privateKeyIn(key, given.passphrase);
  if (leaf !== undefined && privateKey !== undefined && !leaf.checkPrivateKey(privateKey))
    throw certificateError(
      key?.subject as string,
      `does not match the certificate of ${cert?.subject}. Use the key that the certificate was made for.`,
    );
  const auth = clientAuthOf(given);
  const clients = auth === undefined ? undefined : new ClientPolicy(auth, clientAllowedSans);
  if (clients !== undefined && ca !== undefined) certificatesIn(ca);
  const options: ServerOptions = {
    ...nodeOptions,
    cert: cert?.content ?? given.cert,
    key: key?.content ?? given.key,
    ca: ca?.content ?? given.ca,
    // The minimum is explicit, because a command-line flag can lower the default.
    minVersion: given.minVersion ?? "TLSv1.2",
    // No client of metrics needs it, and a client could change its certificate with it.
    secureOptions: (given.secureOptions ?? 0) | constants.SSL_OP_NO_RENEGOTIATION,
    ...clients?.serverOptions,
  };
  if (clients !== undefined) options.sessionIdContext = sessionContext(given, ca?.content);
  checkContext(options, describe(undefined));
  return {
    options,
    clients,
    expiresMs: leaf && Date.parse(leaf.validTo),
    certificate: cert?.subject ?? describe(undefined),
  };
}

/**
 * Returns the context of sessions. A client can resume a session only in the same context, so a session does not outlive
 * the authorities and rules with which its certificate was verified.
 */
function sessionContext(given: TlsOptions, ca: string | Buffer | undefined): string {
  const { sessionIdContext, clientAllowedSans } = given;
  const hash = createHash("sha256").update(JSON.stringify([sessionIdContext, clientAuthOf(given), clientAllowedSans]));
  return hash
    .update(ca ?? String(given.ca))
    .digest("hex")
    .slice(0, 32);
}

/** Throws if Node.js does not accept the options. */
function checkContext(options: ServerOptions, subject: string): void {
  try {
    createSecureContext(options);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // Other messages may show the value, for example a part of a key. Those about a PFX have no code.
    const isOfOpenSsl = code === undefined ? options.pfx !== undefined : /^ERR_(OSSL|SSL|CRYPTO)_/.test(code);
    const reason = isOfOpenSsl ? message + (code === undefined ? "" : ` (${code})`) : (code ?? "unknown");
    throw withCode(
      "NARTHEX_INVALID_OPTION",
      new TypeError(`${subject}: Node.js does not accept the options: ${reason}.`, isOfOpenSsl ? { cause: error } : {}),
    );
  }
}
