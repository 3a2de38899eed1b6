import { describe, expect, test } from "vitest";
import { hash, parse, problemsOf } from "../parsing.js";

describe("basic_auth_users", () => {
  test("are the hashes, by user", async () => {
    const { basicAuthUsers } = await parse(`basic_auth_users:\n  ada: ${hash}\n  "grace hopper": '${hash}'\n`);
    expect(basicAuthUsers).toEqual({ ada: hash, "grace hopper": hash });
  });

  test.each(["1", "true", "~", '""', "__proto__", "constructor"])("may be called %s", async (user) => {
    const { basicAuthUsers } = await parse(`basic_auth_users: {${user}: ${hash}}`);
    expect(Object.entries(basicAuthUsers ?? {})).toEqual([[user === '""' ? "" : user, hash]]);
  });

  test.each(["$2a$", "$2b$", "$2y$"])("may have a hash that begins with %s", async (prefix) => {
    expect(await problemsOf(`basic_auth_users: {ada: ${hash.replace("$2y$", prefix)}}`)).toEqual([]);
  });

  test.each([
    ["a password", "hunter2"],
    ["a hash of another kind", "$apr1$zdmgXzrx$TmTpLM3hH1HTGQzMKcw1Z0"],
    ["a hash that is too short", hash.slice(0, -1)],
    ["a hash that is too long", `${hash}a`],
    ["a cost that is too high", hash.replace("$10$", "$32$")],
    ["a cost that takes minutes", hash.replace("$10$", "$20$")],
    ["an old version", hash.replace("$2y$", "$2x$")],
    ["nothing", ""],
    ["an empty text", '""'],
    ["a list", `["${hash}"]`],
  ])("must not have %s, which is not shown", async (_, password) => {
    expect(await problemsOf(`basic_auth_users:\n  ada: ${password}\n`)).toEqual([
      expect.stringMatching(
        /^2:\d: The password of a user in basic_auth_users must be a bcrypt hash: \$2a\$, \$2b\$ or \$2y\$, a cost from 04 to 16, \$ and 53 characters, as "htpasswd -nBC 10" prints it\. The value is not shown\.$/,
      ),
    ]);
  });

  test.each(["ada:x", "a".repeat(4097)])("must not have a name that cannot be sent", async (user) => {
    expect(await problemsOf(`basic_auth_users:\n  ? "${user}"\n  : ${hash}\n`)).toEqual([
      '2:5: A user of basic_auth_users must have a name without ":" of at most 4096 characters. Clients cannot send others.',
    ]);
  });

  test("must not be there twice", async () => {
    expect(await problemsOf(`basic_auth_users:\n  ada: ${hash}\n  ada: ${hash}\n`)).toEqual([
      "3:3: The key is there twice. Remove one of them.",
    ]);
  });

  test.each(["[ada]", "ada"])("must be a mapping, not %s", async (users) => {
    expect(await problemsOf(`basic_auth_users: ${users}`)).toEqual([
      "1:19: basic_auth_users must be a mapping of users and bcrypt hashes. Check the indentation.",
    ]);
  });
});
