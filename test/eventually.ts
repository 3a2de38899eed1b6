import { setTimeout as sleep } from "node:timers/promises";

/** The time limit of a wait. */
const patienceMs = 30_000;

/** Options for {@link eventually}. */
export interface Patience {
  /** The pause between two attempts in milliseconds (default 50). */
  readonly everyMs?: number;
  /** Returns the reason if further attempts are useless. It is called before each attempt. */
  readonly inVain?: () => string | undefined;
}

/**
 * Calls a function until it returns a value other than `undefined`. If the function throws, it is called again.
 *
 * @throws {Error} after half a minute, or if further attempts are useless; the message says what was awaited
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  { everyMs = 50, inVain }: Patience = {},
): Promise<T> {
  const end = Date.now() + patienceMs;
  let failure: unknown;
  while (Date.now() < end) {
    const reason = inVain?.();
    if (reason !== undefined) throw new Error(`waited in vain for ${what}: ${reason}`);
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      failure = error;
    }
    await sleep(everyMs);
  }
  throw new Error(`waited ${patienceMs / 1000} s in vain for ${what}`, { cause: failure });
}
