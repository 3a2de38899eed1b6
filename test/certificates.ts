import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The paths of a key and its certificate, both in PEM. */
export interface KeyPair {
  readonly key: string;
  readonly cert: string;
}

/**
 * An authority, and certificates that it signed for clients and for a server at 127.0.0.1 and localhost. The renewed one
 * replaces that of the server. The named client has alternative names of every kind. Another authority signed the others.
 */
export const certificates = {
  authority: pair("authority"),
  server: pair("server"),
  renewedServer: pair("renewed-server"),
  client: pair("client"),
  namedClient: pair("named-client"),
  expiredServer: pair("expired-server"),
  expiredClient: pair("expired-client"),
  otherAuthority: pair("other-authority"),
  otherServer: pair("other-server"),
  otherClient: pair("other-client"),
} as const;

/** The text of a PEM file. */
export function pem(path: string): string {
  return readFileSync(path, "utf8");
}

function pair(name: string): KeyPair {
  const path = (extension: string): string =>
    fileURLToPath(new URL(`fixtures/certificates/${name}.${extension}`, import.meta.url));
  return { key: path("key"), cert: path("pem") };
}
