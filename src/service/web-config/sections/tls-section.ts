import { type ClientAuth, verifyingPolicies } from "../../options/tls.js";
import type { ConfigNode } from "../yaml/config-node.js";
import type { Problems } from "../yaml/problems.js";
import { readSection, type Section } from "./section.js";
import {
  cipherSuites,
  curves,
  http2Suites,
  refusedSuites,
  refusedVersions,
  tls13Suites,
  tlsVersions,
} from "./tls-names.js";
import { boolean, listOf, oneOf, path, text } from "./value-readers.js";

/** PEM text in the file itself, or the path of another file. */
export interface PemSource {
  readonly value: string;
  readonly isFile: boolean;
  /** The place and name of the key, for messages. */
  readonly subject: string;
}

/** The section `tls_server_config`, in the terms of Node.js. */
export interface TlsSection {
  readonly cert: PemSource;
  readonly key: PemSource;
  readonly clientCa: PemSource | undefined;
  readonly clientAuth: ClientAuth;
  /** Alternative names of which a verified certificate must have one. */
  readonly clientAllowedSans: readonly string[] | undefined;
  readonly minVersion: "TLSv1.2" | "TLSv1.3";
  readonly maxVersion: "TLSv1.2" | "TLSv1.3";
  /** A list for OpenSSL. */
  readonly ciphers: string | undefined;
  readonly honorCipherOrder: boolean;
  /** A list for OpenSSL. */
  readonly ecdhCurve: string | undefined;
}

const clientAuths = {
  NoClientCert: "NoClientCert",
  RequestClientCert: "RequestClientCert",
  RequireAnyClientCert: "RequireAnyClientCert",
  VerifyClientCertIfGiven: "VerifyClientCertIfGiven",
  RequireAndVerifyClientCert: "RequireAndVerifyClientCert",
  // An old name, which Prometheus accepts too.
  RequireClientCert: "RequireAnyClientCert",
} as const satisfies Readonly<Record<string, ClientAuth>>;

const readers = {
  cert: text,
  cert_file: path,
  key: text,
  key_file: path,
  client_ca: text,
  client_ca_file: path,
  client_auth_type: oneOf(clientAuths),
  client_allowed_sans: listOf(text),
  min_version: oneOf(tlsVersions, refusedVersions),
  max_version: oneOf(tlsVersions, refusedVersions),
  cipher_suites: listOf(oneOf(cipherSuites, refusedSuites)),
  prefer_server_cipher_suites: boolean,
  curve_preferences: listOf(oneOf(curves)),
};

type TlsKeys = Section<typeof readers>;

/**
 * Reads the section `tls_server_config`.
 *
 * @param usesHttp2 - whether `http_server_config` allows HTTP/2
 * @returns `undefined` if there is no TLS
 */
export function readTlsSection(
  node: ConfigNode | undefined,
  usesHttp2: boolean,
  problems: Problems,
): TlsSection | undefined {
  const section = readSection("tls_server_config", node, readers, problems);
  if (section.keys.size === 0) return undefined;
  const cert = pemSource(section, "cert", problems);
  const key = pemSource(section, "key", problems);
  const clientCa = pemSource(section, "client_ca", problems);
  const { settings } = section;
  checkClientKeys(section, problems);
  const [minVersion, maxVersion] = [settings.min_version?.value ?? "TLSv1.2", settings.max_version?.value ?? "TLSv1.3"];
  if (minVersion > maxVersion)
    problems.add(
      section.keys.get("max_version") as number,
      "tls_server_config.max_version must not be below min_version. Otherwise no client could connect.",
    );
  checkSuites(section, minVersion, maxVersion, usesHttp2, problems);
  if (cert === undefined || key === undefined) return undefined;
  return {
    cert,
    key,
    clientCa,
    clientAuth: settings.client_auth_type?.value ?? "NoClientCert",
    clientAllowedSans: settings.client_allowed_sans?.value,
    minVersion,
    maxVersion,
    ciphers: cipherList(settings.cipher_suites?.value ?? []),
    honorCipherOrder: settings.prefer_server_cipher_suites?.value ?? true,
    ecdhCurve: settings.curve_preferences?.value.join(":") || undefined,
  };
}

/** Returns the one source of a certificate or key, or reports that there is none or that there are two. */
function pemSource(
  { settings, keys, offset }: TlsKeys,
  name: "cert" | "key" | "client_ca",
  problems: Problems,
): PemSource | undefined {
  const fileName = `${name}_file` as const;
  const second = keys.get(fileName);
  if (keys.has(name) && second !== undefined)
    problems.add(second, `tls_server_config.${fileName} must not be combined with ${name}. Remove one of them.`);
  if (!keys.has(name) && second === undefined && name !== "client_ca")
    problems.add(offset, `tls_server_config must have ${name} or ${fileName}. Add it, or remove the whole section.`);
  const [key, isFile] = settings[name] === undefined ? ([fileName, true] as const) : ([name, false] as const);
  const setting = settings[key];
  if (setting === undefined) return undefined;
  return { value: setting.value, isFile, subject: `${problems.placeOf(setting.offset)}: tls_server_config.${key}` };
}

function checkClientKeys({ settings, keys }: TlsKeys, problems: Problems): void {
  const type = keys.get("client_auth_type");
  if (type !== undefined && settings.client_auth_type === undefined) return;
  const clientAuth = settings.client_auth_type?.value ?? "NoClientCert";
  const ca = keys.get("client_ca_file") ?? keys.get("client_ca");
  const sans = keys.get("client_allowed_sans");
  if (ca !== undefined && clientAuth === "NoClientCert")
    problems.add(
      ca,
      "A client CA needs client_auth_type, such as RequireAndVerifyClientCert. Add it, or remove the CA.",
    );
  if (type !== undefined && clientAuth === "RequireAndVerifyClientCert" && ca === undefined && sans === undefined)
    problems.add(
      type,
      "RequireAndVerifyClientCert needs client_ca_file, client_ca or client_allowed_sans. Otherwise every certificate of a public authority would be valid.",
    );
  if (sans === undefined) return;
  if (settings.client_allowed_sans?.value.length === 0)
    problems.add(
      sans,
      "tls_server_config.client_allowed_sans must have at least one name. Add one, or remove the key.",
    );
  if (!verifyingPolicies.includes(clientAuth))
    problems.add(
      sans,
      "tls_server_config.client_allowed_sans needs client_auth_type RequireAndVerifyClientCert or VerifyClientCertIfGiven. The names of a certificate that is not verified prove nothing.",
    );
}

function checkSuites(
  { settings, keys }: TlsKeys,
  minVersion: string,
  maxVersion: string,
  usesHttp2: boolean,
  problems: Problems,
): void {
  const suites = settings.cipher_suites?.value ?? [];
  const offset = keys.get("cipher_suites");
  if (offset === undefined || suites.length === 0 || minVersion === "TLSv1.3") return;
  if (maxVersion === "TLSv1.2" && suites.every((suite) => tls13Suites.includes(suite)))
    problems.add(offset, "tls_server_config.cipher_suites must have a suite of TLS 1.2, because max_version is TLS12.");
  if (usesHttp2 && !suites.some((suite) => http2Suites.includes(suite)))
    problems.add(
      offset,
      "tls_server_config.cipher_suites must have TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 or TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, which HTTP/2 requires. Add one, or set http_server_config.http2 to false.",
    );
}

/**
 * Returns the list for OpenSSL. Without a suite of TLS 1.3, all of them are allowed, because the list of Go is about
 * older versions only.
 */
function cipherList(suites: readonly string[]): string | undefined {
  if (suites.length === 0) return undefined;
  const newest = suites.some((suite) => tls13Suites.includes(suite)) ? [] : tls13Suites;
  return [...newest, ...suites].join(":");
}
