import type { X509Certificate } from "node:crypto";
import { isIPv6, SocketAddress } from "node:net";

/** The kinds of names that are compared. Others, such as names of directories, have no common text. */
const kinds: ReadonlySet<string> = new Set(["DNS", "email", "IP Address", "URI"]);

/**
 * Returns the subject alternative names of a certificate: DNS names, email addresses, IP addresses and URIs. IPv6
 * addresses have their canonical form.
 */
export function alternativeNamesOf({ subjectAltName = "" }: Pick<X509Certificate, "subjectAltName">): string[] {
  const names: string[] = [];
  // Node.js writes a name as a JSON string if it contains a character that could imitate another entry.
  for (const [, kind = "", name = ""] of subjectAltName.matchAll(/(?:^|, )([^:,"]+):("(?:[^"\\]|\\.)*"|[^,]*)/g)) {
    if (!kinds.has(kind)) continue;
    const text = name.startsWith('"') ? (JSON.parse(name) as string) : name;
    names.push(kind === "IP Address" ? canonicalName(text) : text);
  }
  return names;
}

/** Returns the canonical form of a name that is an IPv6 address, and other names as they are. */
export function canonicalName(name: string): string {
  return isIPv6(name) ? new SocketAddress({ address: name, family: "ipv6" }).address : name;
}
