import { Registry, render } from "narthex";
import { collectRuntimeMetrics } from "narthex/runtime";
import { measure } from "../harness/rounds.mjs";
import { faster } from "../harness/rows.mjs";
import { incumbent, official, platformatic } from "../libraries/prom-client.mjs";

export const title = "A scrape of what the process and the runtime report of themselves";

export async function run(options) {
  const registry = new Registry();
  collectRuntimeMetrics(registry);
  const peers = [incumbent, official, platformatic].map((one) => {
    const filled = one.create();
    filled.defaultMetrics();
    return { name: one.name, run: repeated(() => filled.scrape("text")) };
  });
  const samples = await measure([{ name: "narthex", run: repeated(() => render(registry)) }, ...peers], {
    ...options,
    sampleMs: 20,
  });
  const theirs = peers.map(({ name }) => name);
  const row = { unit: "µs", scale: 1 / 1000 };
  return [
    faster("default metrics, against prom-client", samples, { ...row, target: 2, peers: [incumbent.name] }),
    faster("default metrics, against the fastest", samples, { ...row, peers: theirs }),
  ];
}

function repeated(scrape) {
  return async (count) => {
    for (let i = 0; i < count; i++) await scrape();
  };
}
