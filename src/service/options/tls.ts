import type { ServerOptions } from "node:https";
import type { SecureVersion } from "node:tls";
import { withCode } from "../../model/errors/coded-error.js";
import { throwInvalidOption } from "../../validation/errors.js";
import { boolean, checkOption, type OptionCheck, type OptionRule, oneOf } from "../../validation/options.js";
import { throwInvalidSecret } from "./secret.js";

/**
 * A policy for certificates of clients, in the words of Go and of the web configuration file of Prometheus:
 *
 * - `NoClientCert`: clients are not asked for a certificate.
 * - `RequestClientCert`: clients are asked for a certificate, which is neither required nor verified.
 * - `RequireAnyClientCert`: a certificate is required, but not verified.
 * - `VerifyClientCertIfGiven`: a certificate is not required, but verified.
 * - `RequireAndVerifyClientCert`: a certificate is required and verified.
 */
export type ClientAuth =
  | "NoClientCert"
  | "RequestClientCert"
  | "RequireAnyClientCert"
  | "VerifyClientCertIfGiven"
  | "RequireAndVerifyClientCert";

/**
 * Options for TLS: those of `node:https`, and files that are read again when they change. The next handshake uses the
 * new contents. If they are invalid, the old ones stay in use and the error is reported.
 */
export interface TlsOptions extends ServerOptions {
  /** Path of the certificate in PEM, followed by the intermediate certificates, instead of `cert`. */
  readonly certFile?: string | undefined;
  /** Path of the private key in PEM, instead of `key`. `passphrase` decrypts it. */
  readonly keyFile?: string | undefined;
  /** Path of the certificates, in PEM, of the authorities that sign certificates of clients, instead of `ca`. */
  readonly clientCaFile?: string | undefined;
  /**
   * Policy for certificates of clients (default: `RequireAndVerifyClientCert` with `clientCaFile` or
   * `clientAllowedSans`, otherwise as `requestCert` and `rejectUnauthorized` say).
   */
  readonly clientAuth?: ClientAuth | undefined;
  /**
   * Subject alternative names (DNS names, email addresses, IP addresses and URIs), of which the certificate of a client
   * must have one (default: any). Names are compared for equality; there are no wildcards.
   */
  readonly clientAllowedSans?: readonly string[] | undefined;
  /** Whether clients may choose HTTP/2 (default false). HTTP/1.1 remains available. */
  readonly http2?: boolean | undefined;
  /** Lowest version of TLS, `TLSv1.2` or `TLSv1.3` (default `TLSv1.2`). */
  minVersion?: SecureVersion | undefined;
  /** Highest version of TLS, `TLSv1.2` or `TLSv1.3` (default `TLSv1.3`). */
  maxVersion?: SecureVersion | undefined;
}

/**
 * The options of {@link TlsOptions} that are paths.
 *
 * @internal
 */
export type TlsFileOption = "certFile" | "keyFile" | "clientCaFile";

/**
 * The option of `node:https` that each path replaces.
 *
 * @internal
 */
export const contentOptions = { certFile: "cert", keyFile: "key", clientCaFile: "ca" } as const;

/**
 * The policies that verify a certificate.
 *
 * @internal
 */
export const verifyingPolicies: readonly ClientAuth[] = ["VerifyClientCertIfGiven", "RequireAndVerifyClientCert"];

const policies: readonly ClientAuth[] = [
  "NoClientCert",
  "RequestClientCert",
  "RequireAnyClientCert",
  ...verifyingPolicies,
];

/** Checks a path. The error does not show it, because it may be a private key. */
const file: OptionCheck = (subject, option, value) => {
  if (typeof value === "string" && value !== "" && !/[\n\0]|-----BEGIN/.test(value)) return;
  const content = contentOptions[option.split(".").at(-1) as TlsFileOption];
  throw withCode(
    "NARTHEX_INVALID_OPTION",
    new TypeError(`${subject}: ${option} must be the path of a file. To pass the content, use ${content}.`),
  );
};

const allowedSans: OptionRule = {
  rule: "must be an array of at least one non-empty string",
  holds: (value) =>
    Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === "string" && name !== ""),
};

const ownRules: Readonly<Record<string, OptionRule | OptionCheck>> = {
  certFile: file,
  keyFile: file,
  clientCaFile: file,
  clientAuth: oneOf(policies),
  clientAllowedSans: allowedSans,
  http2: boolean,
};

/**
 * Checks options for TLS. No error shows a value that may be a private key.
 *
 * @internal
 */
export const tls: OptionCheck = (subject, option, value) => {
  const rule = "must be options of node:https, like { key, cert }";
  if (typeof value === "string") throwInvalidSecret(subject, option, rule, false);
  if (typeof value !== "object" || value === null) throwInvalidOption(subject, option, value, rule, "other");
  const options = value as TlsOptions;
  for (const [name, given] of Object.entries(options)) {
    if (given === undefined) continue;
    if (Object.hasOwn(ownRules, name))
      checkOption(subject, `${option}.${name}`, given, ownRules[name] as OptionRule | OptionCheck);
    else if (/^client|file$/i.test(name) && name !== "clientCertEngine")
      // Node.js ignores unknown options, so a wrong name could leave clients unverified.
      throw withCode(
        "NARTHEX_UNKNOWN_OPTION",
        new TypeError(
          `${subject}: unknown option "${option}.${name}". Besides those of node:https, the options are ` +
            `${Object.keys(ownRules).join(", ")}.`,
        ),
      );
  }
  checkKeyPair(subject, option, options);
  checkVersions(subject, option, options);
  checkClientAuth(subject, option, options);
  const protocols = (["ALPNProtocols", "ALPNCallback"] as const).find((name) => options[name]);
  if (options.http2 && protocols !== undefined)
    throw conflict(subject, `${option}.http2 must not be set together with ${protocols}. Remove one of them`);
};

function checkKeyPair(subject: string, option: string, options: TlsOptions): void {
  const { key, cert, pfx, SNICallback, keyFile, certFile } = options;
  for (const [path, content] of Object.entries(contentOptions) as [TlsFileOption, "cert" | "key" | "ca"][])
    refuseBoth(subject, option, options, path, content);
  refuseBoth(subject, option, options, "certFile", "pfx");
  refuseBoth(subject, option, options, "keyFile", "pfx");
  if (((key || keyFile) && (cert || certFile)) || pfx || (SNICallback && !keyFile && !certFile)) return;
  throw withCode(
    "NARTHEX_INVALID_OPTION",
    new TypeError(
      `${subject}: ${option} must have a key and a certificate: keyFile and certFile (paths), key and cert (the text ` +
        "or bytes themselves), or pfx.",
    ),
  );
}

function checkVersions(subject: string, option: string, options: TlsOptions): void {
  if (options.secureProtocol)
    throw withCode(
      "NARTHEX_INVALID_OPTION",
      new TypeError(`${subject}: ${option} must not have secureProtocol. Use minVersion and maxVersion instead.`),
    );
  if ([options.minVersion, options.maxVersion].some((version) => version === "TLSv1" || version === "TLSv1.1"))
    throw withCode(
      "NARTHEX_INVALID_OPTION",
      new RangeError(`${subject}: ${option} must not allow versions before TLS 1.2, which are insecure.`),
    );
}

function checkClientAuth(subject: string, option: string, options: TlsOptions): void {
  const { clientAllowedSans, clientCaFile, ca } = options;
  const clientAuth = clientAuthOf(options);
  if (clientAuth === undefined) return;
  const own = (["clientAuth", "clientCaFile", "clientAllowedSans"] as const).find((name) => options[name]) ?? "";
  for (const name of ["requestCert", "rejectUnauthorized"] as const) {
    if (options[name] !== undefined)
      throw conflict(subject, `${option}.${name} must not be set together with ${own}. Set clientAuth instead`);
  }
  const verifies = verifyingPolicies.includes(clientAuth);
  if (verifies && !clientCaFile && !ca)
    throw conflict(
      subject,
      `${option}.${own} needs clientCaFile or ca: without them, certificates that any public authority signed would be valid`,
    );
  if (clientCaFile && clientAuth === "NoClientCert")
    throw conflict(subject, `${option}.clientCaFile has no effect with clientAuth NoClientCert. Remove one of them`);
  if (clientAllowedSans && !verifies)
    throw conflict(
      subject,
      `${option}.clientAllowedSans needs a clientAuth that verifies certificates, because others may contain any name`,
    );
}

/**
 * Returns the policy for certificates of clients, or `undefined` if the options of `node:https` apply.
 *
 * @internal
 */
export function clientAuthOf({ clientAuth, clientCaFile, clientAllowedSans }: TlsOptions): ClientAuth | undefined {
  const isVerified = clientCaFile !== undefined || clientAllowedSans !== undefined;
  return clientAuth ?? (isVerified ? "RequireAndVerifyClientCert" : undefined);
}

function refuseBoth(
  subject: string,
  option: string,
  options: TlsOptions,
  path: TlsFileOption,
  content: "cert" | "key" | "ca" | "pfx",
): void {
  if (options[path] && options[content])
    throw conflict(subject, `${option}.${path} must not be set together with ${content}. Remove one of them`);
}

function conflict(subject: string, message: string): Error {
  return withCode("NARTHEX_CONFLICTING_OPTIONS", new TypeError(`${subject}: ${message}.`));
}
