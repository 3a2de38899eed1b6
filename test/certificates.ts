import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The paths of a key and its certificate, both PEM. */
interface KeyPair {
  readonly key: string;
  readonly cert: string;
}

/** An authority, a server that it signed for 127.0.0.1 and localhost, and a client that it signed. */
export const certificates = { authority: pair("authority"), server: pair("server"), client: pair("client") } as const;

/** The text of a PEM file. */
export function pem(path: string): string {
  return readFileSync(path, "utf8");
}

function pair(name: string): KeyPair {
  const path = (extension: string): string =>
    fileURLToPath(new URL(`fixtures/certificates/${name}.${extension}`, import.meta.url));
  return { key: path("key"), cert: path("pem") };
}
