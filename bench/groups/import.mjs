import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { shuffled } from "../harness/rounds.mjs";
import { atMost, holds } from "../harness/rows.mjs";
import { Samples } from "../harness/samples.mjs";

export const title = "Loading the library, in a process for each time";

const file = fileURLToPath(new URL("../processes/import.mjs", import.meta.url));

const ways = [
  { name: "narthex", specifiers: ["narthex"], imports: true },
  { name: "narthex, require", specifiers: ["narthex"] },
  { name: "prom-client", specifiers: ["prom-client"] },
  { name: "@prometheus-io", specifiers: ["@prometheus-io/client"] },
  { name: "platformatic", specifiers: ["@platformatic/prom-client"] },
  { name: "opentelemetry", specifiers: ["@opentelemetry/sdk-metrics", "@opentelemetry/exporter-prometheus"] },
];

export async function run({ rounds }) {
  const names = ways.map(({ name }) => name);
  const [time, memory] = [new Samples(names), new Samples(names)];
  const heavy = new Map();
  for (let round = 0; round < rounds; round++) {
    for (const { name, specifiers, imports } of shuffled(ways)) {
      const task = JSON.stringify({ specifiers, imports });
      const result = JSON.parse(execFileSync(process.execPath, [file, task], { encoding: "utf8" }));
      time.add(name, result.ms);
      memory.add(name, result.megabytes);
      heavy.set(name, result.heavy);
    }
  }
  const loaded = heavy.get("narthex");
  const incumbent = { target: 1, peers: ["prom-client"] };
  return [
    atMost("time of import", time, { ...incumbent, unit: "ms" }),
    atMost("time of require", time, { ...incumbent, unit: "ms", ours: "narthex, require" }),
    atMost("memory (RSS) of import", memory, { ...incumbent, unit: "MB" }),
    atMost("memory (RSS) of require", memory, { ...incumbent, unit: "MB", ours: "narthex, require" }),
    holds("narthex alone loads no http, zlib or protobufjs", loaded.length === 0, loaded.join(", ") || undefined),
  ];
}
