import { Worker } from "node:worker_threads";
import { hashSync } from "bcryptjs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { isNarthexError } from "../../../src/index.js";
import { BcryptWorker } from "../../../src/service/guard/bcrypt-worker.js";
import { secret, secretHash } from "./hashes.js";

/** The methods of workers that tests watch. Each worker is seen when it gets its first message. */
const posted = vi.spyOn(Worker.prototype, "postMessage");
const workers = (): Worker[] => [...new Set(posted.mock.contexts as Worker[])];

const created: BcryptWorker[] = [];
function bcryptWorker(): BcryptWorker {
  const worker = new BcryptWorker();
  created.push(worker);
  return worker;
}
afterEach(() => {
  for (const worker of created.splice(0)) worker.stop();
  vi.clearAllMocks();
});

/** Ends a worker as an exception in its thread would. */
const end = (worker: Worker | undefined): Promise<number> => worker?.terminate() ?? Promise.reject(new Error("none"));

describe("a bcrypt worker", () => {
  test("compares passwords with hashes of each version", async () => {
    const worker = bcryptWorker();
    for (const version of ["$2a$", "$2b$", "$2y$"]) {
      const hash = version + secretHash.slice(4);
      expect([await worker.compare(secret, hash), await worker.compare("wrong", hash)]).toEqual([true, false]);
    }
  });

  // The hashes were made by libxcrypt, from which htpasswd has them.
  test.each([
    ["", "byCG3zY1GIXMyxfivm.ClDiInHzxjiq"],
    ["abc", "Ci15uRb1eH7NAlJ/TgeJertyknQpYn2"],
    ["pä:ss:🔑", "QjuAbFII/SzPI1MREJnKxP3/hEjThj2"],
    ["x".repeat(100), "bzadhGtS2zEF.gu0yd0opP6cVzb.e0i"],
  ])("agrees with another implementation about %j", async (password, digest) => {
    expect(await bcryptWorker().compare(password, `$2y$04$abcdefghijklmnopqrstuu${digest}`)).toBe(true);
  });

  test("compares the first 72 bytes of a password, as Go does", async () => {
    const worker = bcryptWorker();
    const hash = hashSync("x".repeat(72), 4);
    expect(await worker.compare("x".repeat(73), hash)).toBe(true);
    expect(await worker.compare("x".repeat(71), hash)).toBe(false);
  });

  test("accepts a hash whose salt has unused bits", async () => {
    // The last character of a salt holds four bits that are not used. Go ignores them as well.
    const alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    const last = alphabet.indexOf(secretHash.charAt(28));
    const hash = secretHash.slice(0, 28) + alphabet.charAt(last + 1) + secretHash.slice(29);
    expect(await bcryptWorker().compare(secret, hash)).toBe(true);
  });

  test("computes in another thread", async () => {
    await bcryptWorker().compare(secret, secretHash);
    expect(posted.mock.calls).toEqual([[{ password: secret, hash: secretHash }]]);
  });

  test("keeps its thread for the next comparison", async () => {
    const worker = bcryptWorker();
    await worker.compare(secret, secretHash);
    await worker.compare("wrong", secretHash);
    expect(workers()).toHaveLength(1);
  });

  test("starts another thread after one has ended", async () => {
    const worker = bcryptWorker();
    await worker.compare(secret, secretHash);
    await end(workers()[0]);
    expect(await worker.compare(secret, secretHash)).toBe(true);
    expect(workers()).toHaveLength(2);
  });

  test("rejects a comparison whose thread ends", async () => {
    const worker = bcryptWorker();
    const comparison = worker.compare(secret, secretHash).catch((error: unknown) => error);
    await end(workers()[0]);
    const error = await comparison;
    expect(isNarthexError(error) && error.code).toBe("NARTHEX_GUARD_FAILED");
    expect(await worker.compare(secret, secretHash)).toBe(true);
  });

  test("rejects a comparison that fails in its thread, with the error as its cause", async () => {
    const worker = bcryptWorker();
    const error: unknown = await worker.compare(secret, "$2b$99$nonsense").catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "NARTHEX_GUARD_FAILED", cause: expect.any(Error) });
    expect(String((error as Error).cause)).not.toContain(secret);
    expect(await worker.compare(secret, secretHash)).toBe(true);
  });
});
