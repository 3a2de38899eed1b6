import { setTimeout as sleep } from "node:timers/promises";

/** How long a server may take for what it is waited for. */
const patienceMs = 30_000;

/** How a wait goes on. */
export interface Patience {
  /** The pause between two questions in milliseconds (default 50). */
  readonly everyMs?: number;
  /** Asked before each question: why waiting longer is in vain, if it is. */
  readonly inVain?: () => string | undefined;
}

/**
 * Asks until the answer is not `undefined`; a question that throws is asked again.
 *
 * @throws Error that says what was waited for, when half a minute has passed or when waiting is in vain
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
