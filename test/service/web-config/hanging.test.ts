import { afterEach, expect, test, vi } from "vitest";
import { setClock } from "../../../src/globals/clock.js";
import { ask } from "../../web-client.js";
import { basic, secret, secretHash } from "../guard/hashes.js";
import { mounted } from "../serving.js";
import { reloadsOf, reports, scrape, WebFile, withTls } from "./web-file.js";

/** A file system that does not answer, as one over a network. */
const fileSystem = vi.hoisted(() => ({
  hangs: false,
  /** The first result of the check before a file is read, if it is another one. */
  first: undefined as Promise<never> | undefined,
}));

vi.mock("node:fs/promises", async (importOriginal) => {
  const original = await importOriginal<typeof import("node:fs/promises")>();
  const stat = (...args: Parameters<typeof original.stat>) => {
    const first = args.length === 1 ? fileSystem.first : undefined;
    if (first !== undefined) fileSystem.first = undefined;
    return first ?? (fileSystem.hangs ? new Promise(() => {}) : original.stat(...args));
  };
  return { ...original, stat };
});

const users = `basic_auth_users:\n  ada: ${secretHash}\n`;

afterEach(() => {
  fileSystem.hangs = false;
});

test("a web-config file that cannot be checked does not hold requests, and is reported once", async () => {
  const reported = reports();
  const file = new WebFile(users);
  await using service = await file.start();
  fileSystem.hangs = true;
  const answers = await Promise.all([scrape(service), scrape(service, basic("ada", secret))]);
  expect(answers.map(({ status }) => status)).toEqual([401, 200]);
  expect(reported).toEqual([
    `NARTHEX_RELOAD_FAILED: ${file.path} could not be checked within 1000 ms, so requests use the old content. Check the file system.`,
  ]);
  expect((await reloadsOf(service, basic("ada", secret))).failure).toBeGreaterThanOrEqual(2);
});

test("a handler that fails to read the file while the service starts does not replace the file of the service", async () => {
  reports();
  let now = 0;
  using _ = setClock({ monotonic: () => now, now: () => 0 });
  const file = new WebFile(users);
  await using service = file.service();
  await using server = await mounted(service.handler);
  let fail = (): void => {};
  fileSystem.first = new Promise((_resolve, reject) => {
    fail = () => reject(Object.assign(new Error("I/O error"), { code: "EIO" }));
  });
  const answer = ask(`${server.url}/metrics`);
  await vi.waitFor(() => expect(fileSystem.first).toBeUndefined());
  await service.start({ host: "127.0.0.1" });
  fail();
  await answer;
  now = 1000;
  file.write(withTls);
  expect((await scrape(service)).status).toBe(401);
});
