import { compileLoop } from "../harness/compile.mjs";
import { measure } from "../harness/rounds.mjs";
import { atMost, faster } from "../harness/rows.mjs";
import { narthex } from "../libraries/narthex.mjs";
import { opentelemetry } from "../libraries/opentelemetry.mjs";
import { incumbent, official, platformatic } from "../libraries/prom-client.mjs";
import { latencies } from "../workload.mjs";

export const title = "Native histograms and summaries with quantiles: observe on a kept child";

const labels = { method: "GET", route: "/api/v1/resource/7" };
const names = Object.keys(labels);
const quantiles = { 0.5: 0.05, 0.9: 0.01, 0.99: 0.001 };
const window = { maxAgeSeconds: 600, ageBuckets: 5 };

export async function run(options) {
  const ours = narthex.create();
  const observe = (c) => compileLoop({ c, latencies }, "c.observe(latencies[i & 4095])");
  const exponential = opentelemetry.create({ exponential: true }).histogram("exponential");
  const histograms = await measure(
    [
      { name: "narthex", run: observe(ours.native("native_seconds", names).labels(labels)) },
      { name: "classic", run: observe(ours.histogram("classic_seconds", names).labels(labels)) },
      {
        name: opentelemetry.name,
        run: compileLoop({ c: exponential, latencies, labels }, "c.record(latencies[i & 4095], labels)"),
      },
    ],
    options,
  );
  const summaries = await measure(
    [narthex, incumbent, official, platformatic].map((one) => ({
      name: one.name,
      run: observe(one.create().summary("summary_seconds", names, quantiles, window).labels(labels)),
    })),
    options,
  );
  return [
    atMost("native histogram against our classic one", histograms, { target: 2, peers: ["classic"] }),
    faster("native histogram against the exponential one", histograms, { target: 10, peers: [opentelemetry.name] }),
    faster("summary with 3 quantiles, 10 minutes in 5 steps", summaries, { target: 5 }),
  ];
}
