import { Buffer } from "node:buffer";
import { parseWebConfig, type WebConfig } from "../../../src/service/web-config/parse-web-config.js";

/** A bcrypt hash. */
export const hash = "$2y$10$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG";

/** The keys of a certificate, without which `tls_server_config` is invalid. */
export const withCertificate = "tls_server_config:\n  cert_file: tls.crt\n  key_file: tls.key\n";

/** Parses the text of a file that is called `web.yml`. */
export function parse(text: string | Uint8Array): Promise<WebConfig> {
  return parseWebConfig(Buffer.from(text), "web.yml");
}

/** Returns the problems of a text, each as `line:column: message`; none if it is valid. */
export async function problemsOf(text: string | Uint8Array): Promise<readonly string[]> {
  try {
    await parse(text);
    return [];
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    if (code !== "NARTHEX_INVALID_WEB_CONFIG") throw error;
    const lines = message.split("\n");
    return (lines.length > 1 ? lines.slice(1) : lines).map((line) => line.replace(/^web\.yml:/, ""));
  }
}
