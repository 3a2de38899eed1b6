import { hashSync } from "bcryptjs";

/** The password of {@link secretHash}. */
export const secret = "correct horse";

/** A hash of the lowest cost, so that a check takes about a millisecond. */
export const secretHash = hashSync(secret, 4);

/** Returns an `Authorization` header for basic authentication. */
export function basic(user: string, password: string): { Authorization: string } {
  return { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` };
}

/** Returns an `Authorization` header with a bearer token. */
export function bearer(token: string): { Authorization: string } {
  return { Authorization: `Bearer ${token}` };
}
