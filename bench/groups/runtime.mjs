import { setImmediate } from "node:timers/promises";
import { Registry, render } from "narthex";
import { collectRuntimeMetrics } from "narthex/runtime";
import { measure } from "../harness/rounds.mjs";
import { faster } from "../harness/rows.mjs";
import { incumbent, official, platformatic } from "../libraries/prom-client.mjs";

export const title = "A scrape of what the process and the runtime report of themselves";

/** So many scrapes until all code is optimized: one of them runs much code once. */
const WARM_UP = 2000;

export async function run(options) {
  const registry = new Registry();
  collectRuntimeMetrics(registry);
  const peers = [incumbent, official, platformatic].map((one) => {
    const filled = one.create();
    filled.defaultMetrics();
    return { name: one.name, run: repeated(() => filled.scrape("text")) };
  });
  const cases = [{ name: "narthex", run: repeated(() => render(registry)) }, ...peers];
  for (const one of cases) await one.run(WARM_UP);
  const samples = await measure(cases, { ...options, sampleMs: 20 });
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
    // Some collectors put work off to the next turn of the event loop, which would otherwise fall on the next case.
    await setImmediate();
  };
}
