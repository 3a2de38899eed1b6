import { Process } from "../harness/process.mjs";
import { shuffled } from "../harness/rounds.mjs";
import { faster } from "../harness/rows.mjs";
import { Samples } from "../harness/samples.mjs";
import { incumbent, official, platformatic } from "../libraries/prom-client.mjs";

export const title = "A scrape of what the process and the runtime report of themselves";

/** So many scrapes until all code is optimized: one of them runs much code once. */
const WARM_UP = 2000;
/** So many in one measurement. */
const SCRAPES = 50;

/** Each library has a process of its own: what observes the garbage collector and the event loop would observe the others' scrapes, too. */
export async function run({ rounds, quick }) {
  const theirs = [incumbent, official, platformatic].map(({ name }) => name);
  const names = ["narthex", ...theirs];
  const processes = new Map(names.map((name) => [name, new Process("observed", { name })]));
  const samples = new Samples(names);
  try {
    for (const process of processes.values()) await process.call("scrapes", quick ? WARM_UP / 10 : WARM_UP);
    for (let round = 0; round < rounds; round++) {
      for (const [name, process] of shuffled(processes)) samples.add(name, await process.call("scrapes", SCRAPES));
    }
  } finally {
    await Promise.all([...processes.values()].map((process) => process.end()));
  }
  const row = { unit: "µs", scale: 1 / 1000 };
  return [
    faster("default metrics, against prom-client", samples, { ...row, target: 2, peers: [incumbent.name] }),
    faster("default metrics, against the fastest", samples, { ...row, peers: theirs }),
  ];
}
