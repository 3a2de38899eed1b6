import { collectedBytes } from "../harness/collected-bytes.mjs";
import { below, shown } from "../harness/rows.mjs";
import { median } from "../harness/samples.mjs";
import { milliseconds } from "../harness/stopwatch.mjs";
import { narthex } from "../libraries/narthex.mjs";
import { LABEL_NAMES, labelsOf } from "../workload.mjs";

export const title = "Growth: what one series costs among many, and what is left when all are gone";

/** How much dearer a series may be among a million, whose numbers no cache of a processor holds. */
const SLOWER_AT_MOST = 2.5;
/** What the heap may have grown by for other reasons. */
const LEFT_AT_MOST_MB = 1;

export async function run({ rounds, quick }) {
  const sizes = quick ? [1000, 10_000, 100_000] : [1000, 10_000, 100_000, 1_000_000];
  const [reference, largest] = [10_000, sizes.at(-1)];
  await costs(reference);
  const bySize = new Map();
  for (const size of sizes) {
    const runs = [];
    for (let time = 0; time < Math.min(rounds, size < largest ? 7 : quick ? 1 : 3); time++) {
      runs.push(await costs(size));
    }
    bySize.set(size, runs);
  }
  const middle = (size, what) => median(bySize.get(size).map((costs) => costs[what]));
  return [
    ...["register", "update", "scrape", "remove", "bytes"].map((what) =>
      below(
        `${what}: one series among ${largest.toLocaleString("en-US")}, against ${reference.toLocaleString("en-US")}`,
        {
          ours: middle(largest, what) / middle(reference, what),
          target: SLOWER_AT_MOST,
          unit: "×",
          note: sizes
            .map((size) => `${size}: ${middle(size, what).toFixed(0)} ${what === "bytes" ? "bytes" : "ns"}`)
            .join(", "),
        },
      ),
    ),
    ...(await churn(quick ? 3 : 10, quick ? 20_000 : 100_000)),
  ];
}

/** Nanoseconds and bytes for one series. */
async function costs(size) {
  const filled = narthex.create();
  const before = await collectedBytes();
  const counter = filled.counter("growth_total", LABEL_NAMES);
  const each = async (work) => {
    const start = milliseconds();
    await work();
    return ((milliseconds() - start) * 1e6) / size;
  };
  const forAll = (work) => () => {
    // Not in the order in which they were made, which would be kind to caches.
    for (let i = 0; i < size; i++) work(labelsOf((i * 7919) % size));
  };
  const register = await each(forAll((labels) => counter.inc(labels)));
  const bytes = ((await collectedBytes()) - before) / size;
  const update = await each(forAll((labels) => counter.inc(labels)));
  await filled.scrape("text");
  const scrape = await each(() => filled.scrape("text"));
  const remove = await each(forAll((labels) => counter.remove(labels)));
  return { register, bytes, update, scrape, remove };
}

/** Series come and go in waves, and are scraped while they are there. */
async function churn(waves, wave) {
  const filled = narthex.create();
  const collectors = [filled.counter("churn_total", LABEL_NAMES), filled.histogram("churn_seconds", LABEL_NAMES)];
  const once = async (from) => {
    for (let i = from; i < from + wave; i++) {
      collectors[0].inc(labelsOf(i));
      collectors[1].observe(labelsOf(i), 0.1);
    }
    for (const format of ["text", "protobuf"]) await filled.scrape(format);
    for (let i = from; i < from + wave; i++) for (const collector of collectors) collector.remove(labelsOf(i));
  };
  await once(0);
  const before = await collectedBytes();
  for (let n = 1; n <= waves; n++) await once(n * wave);
  const left = ((await collectedBytes()) - before) / 2 ** 20;
  const what = `${waves} waves of ${(2 * wave).toLocaleString("en-US")} series`;
  for (const collector of collectors) collector.clear();
  return [
    below(`${what}, made, scraped and removed: what is left`, { ours: left, target: LEFT_AT_MOST_MB, unit: "MB" }),
    shown("RSS after that", { ours: process.memoryUsage.rss() / 2 ** 20, unit: "MB" }),
  ];
}
