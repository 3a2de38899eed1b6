import { bcryptHashRule, isBcryptHash } from "../../guard/bcrypt-hash.js";
import { MAX_CREDENTIAL_LENGTH } from "../../options/guard.js";
import type { ConfigNode } from "../yaml/config-node.js";
import type { Problems } from "../yaml/problems.js";
import { addRepeatedKeys, isAbsent } from "./section.js";

/**
 * Reads the section `basic_auth_users`. No problem names a user, because a hash may be in its place.
 *
 * @returns the hashes of the passwords, by user; `undefined` if there are no users
 */
export function readUsersSection(
  node: ConfigNode | undefined,
  problems: Problems,
): Readonly<Record<string, string>> | undefined {
  if (node === undefined || isAbsent(node)) return undefined;
  if (node.kind !== "mapping") {
    problems.add(node.offset, "basic_auth_users must be a mapping of users and bcrypt hashes. Check the indentation.");
    return undefined;
  }
  addRepeatedKeys(node, problems);
  const users = new Map<string, string>();
  for (const { key: user, value, offset } of node.entries) {
    if (user.includes(":") || user.length > MAX_CREDENTIAL_LENGTH)
      problems.add(
        offset,
        `A user of basic_auth_users must have a name without ":" of at most ${MAX_CREDENTIAL_LENGTH} characters. Clients cannot send others.`,
      );
    const hash = value.kind === "text" ? value.text : "";
    if (!isBcryptHash(hash) && value.kind !== "invalid")
      problems.add(
        value.offset,
        `The password of a user in basic_auth_users ${bcryptHashRule}. The value is not shown.`,
      );
    users.set(user, hash);
  }
  return users.size === 0 ? undefined : Object.fromEntries(users);
}
