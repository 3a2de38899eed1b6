import { expect } from "vitest";
import { type Exposition, keyOf } from "./readings/format.js";

/** The expositions that the tests of the file wrote, each body once. */
const recorded = new Map<string, Exposition>();
/** The expositions of the running {@link expectRefused}. */
let refused: Exposition[] | undefined;

/** Records an exposition for the readers. */
export function record({ contentType, body }: { contentType: string; body: Uint8Array }): void {
  const exposition = { contentType, body: Uint8Array.from(body) };
  // Bodies that differ only in the service's number of scrapes count as the same.
  const steady = Buffer.from(body)
    .toString("latin1")
    .replace(/^narthex_scrapes_total.*$/gm, "");
  if (refused === undefined) recorded.set(keyOf({ contentType, body: steady }), exposition);
  else refused.push(exposition);
}

/** Asserts that the readers accept every recorded exposition. */
export async function judgeRecorded(): Promise<void> {
  if (recorded.size > 0) await judgeEach([...recorded.values()]);
}

/** Loads the readers only if there is an exposition to read, because most test files write none. */
async function judgeEach(expositions: readonly Exposition[]): Promise<void> {
  const judges = await import("./judge-all.js");
  await judges.judgeEach(expositions);
}

/** Runs an action that writes an invalid exposition on purpose, and asserts that the readers reject it. */
export async function expectRefused(action: () => Promise<void>): Promise<void> {
  const written: Exposition[] = [];
  refused = written;
  try {
    await action();
  } finally {
    refused = undefined;
  }
  for (const exposition of written) await expect(judgeEach([exposition])).rejects.toThrow("are refused");
  expect(written).not.toHaveLength(0);
}
