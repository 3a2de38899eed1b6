import { afterEach, expect, test, vi } from "vitest";
import { basic, secret, secretHash } from "../guard/hashes.js";
import { reloadsOf, reports, scrape, WebFile } from "./web-file.js";

/** A file system that does not answer, as one over a network. */
const fileSystem = vi.hoisted(() => ({ hangs: false }));

vi.mock("node:fs/promises", async (importOriginal) => {
  const original = await importOriginal<typeof import("node:fs/promises")>();
  const stat = (...args: Parameters<typeof original.stat>) =>
    fileSystem.hangs ? new Promise(() => {}) : original.stat(...args);
  return { ...original, stat };
});

afterEach(() => {
  fileSystem.hangs = false;
});

test("a web-config file that cannot be checked does not hold requests, and is reported once", async () => {
  const reported = reports();
  const file = new WebFile(`basic_auth_users:\n  ada: ${secretHash}\n`);
  await using service = await file.start();
  fileSystem.hangs = true;
  const answers = await Promise.all([scrape(service), scrape(service, basic("ada", secret))]);
  expect(answers.map(({ status }) => status)).toEqual([401, 200]);
  expect(reported).toEqual([
    `NARTHEX_RELOAD_FAILED: ${file.path} could not be checked within 1000 ms, so requests use the old content. Check the file system.`,
  ]);
  expect((await reloadsOf(service, basic("ada", secret))).failure).toBeGreaterThanOrEqual(2);
});
