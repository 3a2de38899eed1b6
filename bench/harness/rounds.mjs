import { measure as sample } from "mitata";
import { Samples } from "./samples.mjs";
import { milliseconds } from "./stopwatch.mjs";

/** How long a case is run before it is measured, in milliseconds. */
const WARM_UP_MS = 60;
/** How many samples a case gives in each round. */
const SAMPLES = 5;

/**
 * Measures cases in interleaved rounds: each round runs each case for some samples of mitata, in an order that is shuffled anew,
 * so that whatever the machine does meanwhile falls on all of them.
 *
 * @param {{ name: string, run: (count: number) => unknown }[]} cases - `run` may return a promise
 * @param {{ rounds: number, sampleMs?: number }} options - how many rounds, and how long one sample takes
 * @returns {Promise<Samples>} nanoseconds for one operation
 */
export async function measure(cases, { rounds, sampleMs = 2 }) {
  const samples = new Samples(cases.map(({ name }) => name));
  const counts = new Map();
  for (const one of cases) counts.set(one, await warmUp(one, sampleMs));
  for (let round = 0; round < rounds; round++) {
    for (const one of shuffled(cases)) {
      const count = counts.get(one);
      const { p50 } = await sample(() => one.run(count), mitataOptions);
      samples.add(one.name, p50 / count);
    }
  }
  return samples;
}

/** What is run is a loop already, and warm. Collections are left to happen: those that a case causes are a part of its cost. */
const mitataOptions = {
  now: () => milliseconds() * 1e6,
  gc: false,
  warmup_samples: 0,
  batch_threshold: 0,
  min_cpu_time: 0,
  min_samples: SAMPLES,
};

/** Items in another order each time. */
export function shuffled(items) {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** Runs a case until its code is optimized, and returns how often it runs in one sample. */
async function warmUp({ run }, sampleMs) {
  let count = 1;
  let took = 0;
  const begin = milliseconds();
  while (milliseconds() - begin < WARM_UP_MS || took < sampleMs / 2) {
    const start = milliseconds();
    await run(count);
    took = milliseconds() - start;
    if (took < sampleMs / 2) count *= 2;
  }
  return Math.max(1, Math.round((count * sampleMs) / took));
}
