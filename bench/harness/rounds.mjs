import { Samples } from "./samples.mjs";
import { milliseconds } from "./stopwatch.mjs";

/** How long a case is run before it is measured, in milliseconds. */
const WARM_UP_MS = 60;

/**
 * Measures cases in interleaved rounds: each round runs each case once, in an order that is shuffled anew, so that whatever
 * the machine does meanwhile falls on all of them.
 *
 * @param {{ name: string, run: (count: number) => unknown }[]} cases - `run` may return a promise
 * @param {{ rounds: number, sampleMs?: number }} options - how many rounds, and how long one measurement takes
 * @returns {Promise<Samples>} nanoseconds for one operation
 */
export async function measure(cases, { rounds, sampleMs = 4 }) {
  const samples = new Samples(cases.map(({ name }) => name));
  const counts = new Map();
  for (const one of cases) counts.set(one, await warmUp(one, sampleMs));
  for (let round = 0; round < rounds; round++) {
    for (const one of shuffled(cases)) {
      const count = counts.get(one);
      samples.add(one.name, ((await timed(one.run, count)) * 1e6) / count);
    }
  }
  return samples;
}

/** How long something takes in milliseconds. */
export async function timed(run, argument) {
  const start = milliseconds();
  const pending = run(argument);
  if (pending instanceof Promise) await pending;
  return milliseconds() - start;
}

/** Items in another order each time. */
export function shuffled(items) {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** Runs a case until its code is optimized, and returns how often it runs in one measurement. */
async function warmUp({ run }, sampleMs) {
  let count = 1;
  let took = 0;
  const begin = milliseconds();
  while (milliseconds() - begin < WARM_UP_MS || took < sampleMs / 2) {
    took = await timed(run, count);
    if (took < sampleMs / 2) count *= 2;
  }
  return Math.max(1, Math.round((count * sampleMs) / took));
}
