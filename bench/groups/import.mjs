import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { emptyFiles } from "../floors/empty-files.mjs";
import { shuffled } from "../harness/rounds.mjs";
import { atMost, holds } from "../harness/rows.mjs";
import { Samples } from "../harness/samples.mjs";

export const title = "Loading the library: processor time and memory, in a new process each time";

const file = fileURLToPath(new URL("../processes/import.mjs", import.meta.url));

const FLOOR = "empty files";

const libraries = [
  { name: "narthex", specifiers: ["narthex"], imports: true },
  { name: "narthex, require", specifiers: ["narthex"] },
  { name: "prom-client", specifiers: ["prom-client"] },
  { name: "@prometheus-io", specifiers: ["@prometheus-io/client"] },
  { name: "platformatic", specifiers: ["@platformatic/prom-client"] },
  { name: "opentelemetry", specifiers: ["@opentelemetry/sdk-metrics", "@opentelemetry/exporter-prometheus"] },
];

export async function run({ rounds }) {
  const floor = emptyFiles();
  try {
    return measure(rounds, [...libraries, { name: FLOOR, specifiers: [floor.index], imports: true }]);
  } finally {
    floor.remove();
  }
}

function measure(rounds, ways) {
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
  const against = { peers: ["prom-client"], floor: FLOOR };
  const [ofTime, ofMemory] = [
    { ...against, target: 0.5, unit: "ms" },
    { ...against, target: 0.75, unit: "MB" },
  ];
  return [
    atMost("time of import", time, ofTime),
    atMost("time of require", time, { ...ofTime, ours: "narthex, require" }),
    atMost("memory (RSS) of import", memory, ofMemory),
    atMost("memory (RSS) of require", memory, { ...ofMemory, ours: "narthex, require" }),
    holds("narthex alone loads no http, zlib or protobufjs", loaded.length === 0, loaded.join(", ") || undefined),
  ];
}
