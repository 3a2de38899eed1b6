// A process in which one library reports the process and the runtime, and is scraped.
import { setImmediate } from "node:timers/promises";
import { Registry, render } from "narthex";
import { collectRuntimeMetrics } from "narthex/runtime";
import { answer, task } from "../harness/process.mjs";
import { milliseconds } from "../harness/stopwatch.mjs";
import { library } from "../libraries/index.mjs";

const { name } = task();
const scrape = name === "narthex" ? ours() : theirs();

function ours() {
  const registry = new Registry();
  collectRuntimeMetrics(registry);
  return () => render(registry);
}

function theirs() {
  const filled = library(name).create();
  filled.defaultMetrics();
  return () => filled.scrape("text");
}

async function repeated(count) {
  for (let i = 0; i < count; i++) await scrape();
  // Some collectors put work off to the next turn of the event loop.
  await setImmediate();
}

answer({
  /** How long one scrape takes, in nanoseconds. */
  async scrapes(count) {
    const start = milliseconds();
    await repeated(count);
    return ((milliseconds() - start) * 1e6) / count;
  },
});
