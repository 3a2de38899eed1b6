import { setTimeout } from "node:timers/promises";
import { contents } from "../fill.mjs";
import { LoopGap } from "../harness/loop-gap.mjs";
import { below, shown } from "../harness/rows.mjs";
import { median } from "../harness/samples.mjs";
import { narthex } from "../libraries/narthex.mjs";
import { incumbent } from "../libraries/prom-client.mjs";

export const title =
  "The longest gap of the event loop while 200,000 series are scraped in the process, under a timer of 1 ms";

const SERIES = 200_000;
const formats = ["text", "openmetrics", "protobuf"];

export async function run({ rounds, quick }) {
  const [ours, theirs] = [narthex, incumbent].map((one) => {
    const filled = one.create();
    contents.counters(filled, SERIES);
    return filled;
  });
  const gaps = Object.fromEntries(["idle", "prom-client", ...formats].map((name) => [name, []]));
  for (let round = 0; round < (quick ? 1 : Math.min(rounds, 9)); round++) {
    gaps.idle.push(await longestGap(() => setTimeout(500)));
    for (const format of formats) gaps[format].push(await longestGap(() => ours.scrape(format)));
    gaps["prom-client"].push(await longestGap(() => theirs.scrape("text")));
  }
  const peers = { "prom-client text": median(gaps["prom-client"]) };
  return [
    shown("no scrape", { ours: median(gaps.idle), unit: "ms" }),
    ...formats.map((format) => below(format, { ours: median(gaps[format]), target: 25, unit: "ms", peers })),
  ];
}

async function longestGap(work) {
  const gap = new LoopGap();
  gap.start();
  // A timer that has never fired would count the time until it does.
  await setTimeout(5);
  await work();
  await setTimeout(2);
  return gap.stop();
}
