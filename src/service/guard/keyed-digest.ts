import { createHmac, randomBytes } from "node:crypto";

let key: Buffer | undefined;

/**
 * Returns a digest of texts that only this process can compute: HMAC-SHA-256 with a random key. It stands for a secret
 * in tables and comparisons, so that no secret is kept, and no time depends on one.
 */
export function keyedDigest(...texts: readonly string[]): Buffer {
  key ??= randomBytes(32);
  // JSON keeps the texts apart: no two lists have the same form.
  return createHmac("sha256", key).update(JSON.stringify(texts)).digest();
}
