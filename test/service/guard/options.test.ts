import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { guard, Service } from "../../../src/service/index.js";
import { secretHash } from "./hashes.js";

/** Constructs a service with values that the types reject. */
const construct = (options: unknown) => new Service({ guard: options as object });

const hidden = "The value is not shown, because it may be a secret.";

describe("options of a guard", () => {
  test.each<[unknown, typeof TypeError | typeof RangeError, string]>([
    ["hunter2", TypeError, `Service: guard must be an object. ${hidden}`],
    [["hunter2"], TypeError, `Service: guard must be an object. ${hidden}`],
    [
      { users: {} },
      TypeError,
      'Service: unknown option "guard.users". The options are guard.basicAuthUsers, guard.bearerTokens, guard.rateLimit, guard.headers.',
    ],
    [{ basicAuthUsers: "alice:hunter2" }, TypeError, "guard.basicAuthUsers must be an object like"],
    [{ basicAuthUsers: ["hunter2"] }, TypeError, "guard.basicAuthUsers must be an object like"],
    [{ basicAuthUsers: {} }, RangeError, "guard.basicAuthUsers must have at least one user."],
    [{ basicAuthUsers: { alice: "hunter2" } }, RangeError, 'guard.basicAuthUsers["alice"] must be a bcrypt hash'],
    [{ basicAuthUsers: { alice: undefined } }, TypeError, 'guard.basicAuthUsers["alice"] must be a bcrypt hash'],
    [
      { basicAuthUsers: { alice: secretHash, "a:b": secretHash } },
      RangeError,
      'Service: user 2 of guard.basicAuthUsers must have a name without ":"',
    ],
    [{ basicAuthUsers: { ["a".repeat(4097)]: secretHash } }, RangeError, "of at most 4096 characters"],
    [{ bearerTokens: "hunter2" }, TypeError, "guard.bearerTokens must be an array of strings."],
    [{ bearerTokens: [] }, RangeError, "guard.bearerTokens must have at least one token."],
    [{ bearerTokens: ["a", undefined] }, TypeError, "guard.bearerTokens[1] must be 1 to 4096 ASCII characters"],
    [{ bearerTokens: [""] }, RangeError, "guard.bearerTokens[0] must be 1 to 4096 ASCII characters"],
    [{ bearerTokens: ["hunter2 "] }, RangeError, "guard.bearerTokens[0] must be 1 to 4096 ASCII characters"],
    [{ bearerTokens: ["hunter2\n"] }, RangeError, "guard.bearerTokens[0] must be 1 to 4096 ASCII characters"],
    [{ rateLimit: 5 }, TypeError, "guard.rateLimit must be an object, but was 5."],
    [{ rateLimit: { intervalSeconds: 1 } }, TypeError, "guard.rateLimit.burst must be a whole number of at least 1"],
    [{ rateLimit: { intervalSeconds: 0, burst: 1 } }, RangeError, "above 0, at most 86400, but was 0."],
    [{ rateLimit: { intervalSeconds: 1, burst: 0 } }, RangeError, "of at least 1, but was 0."],
    [{ rateLimit: { intervalSeconds: 1, burst: 2, per: "ip" } }, TypeError, 'unknown option "guard.rateLimit.per"'],
    [{}, RangeError, "guard must have at least one of basicAuthUsers, bearerTokens, rateLimit, headers."],
    [{ bearerTokens: undefined }, RangeError, "guard must have at least one of basicAuthUsers"],
    [Object.create({ bearerTokens: ["a"] }), RangeError, "guard must have at least one of basicAuthUsers"],
    [{ headers: "X: y" }, TypeError, "guard.headers must be an object of at least one string"],
    [{ headers: {} }, TypeError, "guard.headers must be an object of at least one string"],
    [{ headers: new Map([["X", "y"]]) }, TypeError, "guard.headers must be an object of at least one string"],
    [{ headers: { "X Y": "z" } }, RangeError, 'guard.headers["X Y"] must be a valid HTTP header, but was "z".'],
    [{ headers: { X: "a\r\nSet-Cookie: b" } }, RangeError, 'guard.headers["X"] must be a valid HTTP header'],
    [{ headers: { X: 1 } }, TypeError, 'guard.headers["X"] must be a valid HTTP header, but was 1.'],
    [{ headers: { "Content-Length": "1" } }, RangeError, "must not be set, because it describes the message"],
    [{ headers: { "www-authenticate": "Basic" } }, RangeError, "must not be set, because it describes the message"],
  ])("that are wrong are rejected: %o", (options, type, message) => {
    expect(() => construct(options)).toThrow(type);
    expect(() => construct(options)).toThrow(message);
  });

  test("are rejected by guard() as well, and name it", () => {
    expect(() => guard({ bearerTokens: [] })).toThrow("guard: bearerTokens must have at least one token.");
    expect(() => guard(undefined as never)).toThrow("guard: options must be an object.");
    expect(() => guard({ bearerTokens: undefined })).toThrow("guard: options must have at least one of basicAuthUsers");
    expect(() => guard({ path: "/x" } as object)).toThrow('guard: unknown option "path"');
    expect(() => guard({ bearerTokens: ["a"], registry: {} as never })).toThrow("must be a registry, or null for none");
  });

  test("do not show a value that may be a secret", () => {
    const secret = "s3cr3t-s3cr3t-s3cr3t";
    for (const wrong of [
      secret,
      [secret],
      { basicAuthUsers: secret },
      { basicAuthUsers: [secret] },
      { basicAuthUsers: { alice: secret } },
      { basicAuthUsers: { alice: [secret] } },
      { basicAuthUsers: { [`alice:${secret}`]: secretHash } },
      { basicAuthUsers: { [`$2y$10$${secret}`]: "alice" } },
      { bearerTokens: secret },
      { bearerTokens: { secret } },
      { bearerTokens: [`${secret}\n`] },
      { bearerTokens: [{ secret }] },
    ]) {
      let message = "";
      try {
        construct(wrong);
      } catch (error) {
        message = String(error);
      }
      expect(message).toContain(hidden);
      expect(message).not.toContain(secret);
    }
  });
});

describe("a hash of a password", () => {
  const isAccepted = (hash: string): boolean => {
    try {
      construct({ basicAuthUsers: { alice: hash } });
      return true;
    } catch {
      return false;
    }
  };
  const rest = secretHash.slice(7);

  test.each(["$2a$04$", "$2b$10$", "$2y$16$"])("may begin with %s", (beginning) => {
    expect(isAccepted(beginning + rest)).toBe(true);
  });

  test.each(["$2x$10$", "$2$10$", "$1$10$", "$2b$03$", "$2b$17$", "$2b$31$", "$2b$4$", "{SHA}"])(
    "may not begin with %s",
    (beginning) => {
      expect(isAccepted(beginning + rest)).toBe(false);
    },
  );

  test("has 60 characters of its alphabet", () => {
    const text = fc.string({ minLength: 50, maxLength: 56, unit: fc.constantFrom(..."./aZ09$:+ é") });
    fc.assert(
      fc.property(text, (end) => {
        expect(isAccepted(`$2b$10$${end}`)).toBe(/^[./A-Za-z0-9]{53}$/.test(end));
      }),
    );
  });
});
