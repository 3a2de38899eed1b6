import { builtIn } from "../../platform/built-in.js";

/** A one-shot hash function, and the key. Not every runtime has the function, so it is not imported. */
let keyed: { readonly hash: typeof import("node:crypto").hash; readonly key: string } | undefined;

/**
 * Returns a digest of texts that only this process can compute: SHA-256 of a random key and the texts. It stands for a
 * secret in tables and comparisons, so that no secret is kept, and no time depends on one. An HMAC takes 8 µs longer
 * between two scrapes; it would only matter to someone who sees digests.
 */
export function keyedDigest(...texts: readonly string[]): Buffer {
  const { hash, key } = createKey();
  // JSON keeps the texts apart: no two lists have the same form.
  return hash("sha256", JSON.stringify([key, ...texts]), "buffer");
}

/** Returns a digest of one text like {@link keyedDigest}, as a string and with as little work as possible. */
export function keyedDigestText(text: string): string {
  const { hash, key } = createKey();
  return hash("sha256", key + text, "base64");
}

function createKey(): NonNullable<typeof keyed> {
  if (keyed === undefined) {
    const { hash, randomBytes } = builtIn("node:crypto");
    keyed = { hash, key: randomBytes(32).toString("base64") };
  }
  return keyed;
}
