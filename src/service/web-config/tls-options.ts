import { resolve } from "node:path";
import type { TlsOptions } from "../options/tls.js";
import type { TlsSource } from "../tls/tls-source.js";
import type { WebConfig } from "./parse-web-config.js";
import type { PemSource } from "./sections/tls-section.js";

/**
 * Returns the options for TLS of a web-config file, or `undefined` if it has none.
 *
 * @param config - the content of the file
 * @param folder - the folder of the file, to which paths in it are relative
 */
export function tlsOptionsOf({ tls, http2 }: WebConfig, folder: string): TlsOptions | undefined {
  if (tls === undefined) return undefined;
  const { cert, key, clientCa, ...options } = tls;
  const pem = (source: PemSource | undefined, file: string, content: string): Readonly<Record<string, string>> => {
    if (source === undefined) return {};
    return source.isFile ? { [file]: resolve(folder, source.value) } : { [content]: source.value };
  };
  return {
    ...options,
    ...pem(cert, "certFile", "cert"),
    ...pem(key, "keyFile", "key"),
    ...pem(clientCa, "clientCaFile", "ca"),
    http2,
  };
}

/** Returns the beginning of messages about an option, with the place of the key in the web-config file. */
export function describeTlsOption(
  { tls }: WebConfig,
  option: Parameters<TlsSource["describe"]>[0],
): string | undefined {
  if (option === undefined) return undefined;
  const name = option.replace("client", "").replace("File", "").toLowerCase();
  return { cert: tls?.cert, key: tls?.key, ca: tls?.clientCa }[name]?.subject;
}
