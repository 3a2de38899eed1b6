// Lets many series expire, and watches its own event loop during the scrapes that expire and remove them.
import { setTimeout } from "node:timers/promises";
import { Counter, Registry, render, setClock } from "narthex";
import { LoopGap } from "../harness/loop-gap.mjs";
import { answer, task } from "../harness/process.mjs";
import { milliseconds } from "../harness/stopwatch.mjs";
import { accepts } from "../libraries/narthex.mjs";
import { LABEL_NAMES, labelsOf } from "../workload.mjs";

const { series, keepsChildren } = task();
const TTL_SECONDS = 3600;
const gap = new LoopGap(milliseconds);
let advancedMs = 0;

setClock({ now: () => Date.now() + advancedMs, monotonic: () => performance.now() + advancedMs });

answer({
  /** The longest gaps while nothing happens, during the scrape at which all series expire, and during the next one. */
  async run() {
    const registry = new Registry();
    const options = { labelNames: LABEL_NAMES, maxSeries: Number.POSITIVE_INFINITY, ttlSeconds: TTL_SECONDS, registry };
    const counter = new Counter({ name: "http_requests_total", help: "A metric of the benchmark.", ...options });
    const kept = [];
    for (let i = 0; i < series; i++) {
      if (keepsChildren) kept.push(counter.labels(labelsOf(i)));
      else counter.inc(labelsOf(i));
    }
    const scrape = async () => (await render(registry, { accept: accepts.text })).body.length;
    for (let time = 0; time < 2; time++) await scrape();
    advancedMs += (TTL_SECONDS + 1) * 1000;
    await setTimeout(500);
    const expiring = await longestGap(scrape);
    const left = [...counter.series()].length;
    const removing = await longestGap(scrape);
    const idle = await longestGap(() => setTimeout(expiring.ms));
    if (left > 0) throw new Error(`${left} series did not expire`);
    return { expiring, removing, idle };
  },
});

async function longestGap(run) {
  gap.start();
  const start = performance.now();
  await run();
  return { ms: performance.now() - start, gap: gap.stop() };
}
