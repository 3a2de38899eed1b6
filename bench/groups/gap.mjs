import { Process } from "../harness/process.mjs";
import { below, shown } from "../harness/rows.mjs";
import { median } from "../harness/samples.mjs";

export const title =
  "The longest gap of the event loop while 200,000 series are scraped in the process, under a timer of 1 ms";

const work = { content: "counters", series: 200_000 };
const formats = ["text", "openmetrics", "protobuf"];

export async function run({ rounds, quick }) {
  const [ours, theirs] = ["narthex", "prom-client"].map((name) => new Process("scraped-in-place", { name, ...work }));
  const gaps = Object.fromEntries(["idle", "prom-client", ...formats].map((name) => [name, []]));
  try {
    for (let round = 0; round < (quick ? 2 : Math.min(rounds, 9)); round++) {
      gaps.idle.push(await ours.call("longestGap", null));
      for (const format of formats) gaps[format].push(await ours.call("longestGap", format));
      gaps["prom-client"].push(await theirs.call("longestGap", "text"));
    }
  } finally {
    await Promise.all([ours.end(), theirs.end()]);
  }
  const peers = { "prom-client text": median(gaps["prom-client"]) };
  return [
    shown("no scrape", { ours: median(gaps.idle), unit: "ms" }),
    ...formats.map((format) =>
      below(format, {
        ours: median(gaps[format]),
        target: 25,
        unit: "ms",
        peers,
        note: `the first scrape ${gaps[format][0].toFixed(1)} ms`,
      }),
    ),
  ];
}
