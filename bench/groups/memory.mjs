import { once } from "../harness/process.mjs";
import { shuffled } from "../harness/rounds.mjs";
import { atMost } from "../harness/rows.mjs";
import { Samples } from "../harness/samples.mjs";
import { libraries } from "../libraries/index.mjs";

export const title = "Memory for one series with 3 labels, in bytes of heap and buffers, label strings included";

const SERIES = 100_000;
const rows = [
  { content: "counters", row: "counter", target: 0.6 },
  { content: "counters", row: "counter, with text bytes kept", scrapes: ["text"], target: 1.2 },
  {
    content: "counters",
    row: "counter, with text and protobuf bytes kept",
    scrapes: ["text", "protobuf"],
    target: 1.2,
  },
  { content: "histograms", row: "histogram child, 11 buckets", target: 0.45 },
  { content: "histograms", row: "histogram child, with text bytes kept", scrapes: ["text"], target: 0.8 },
  {
    content: "histograms",
    row: "histogram child, with text and protobuf bytes kept",
    scrapes: ["text", "protobuf"],
    target: 0.8,
  },
];

export async function run({ rounds, quick }) {
  const series = quick ? SERIES / 10 : SERIES;
  const results = [];
  for (const content of ["counters", "histograms"]) {
    const own = rows.filter((row) => row.content === content);
    const peers = libraries.slice(1).map(({ name }) => ({ name, library: name, scrapes: [] }));
    const ours = own.map(({ row, scrapes = [] }) => ({ name: row, library: "narthex", scrapes }));
    const samples = new Samples([...ours, ...peers].map(({ name }) => name));
    for (let round = 0; round < (quick ? 1 : Math.min(rounds, 3)); round++) {
      for (const { name, library, scrapes } of shuffled([...ours, ...peers])) {
        samples.add(name, await once("memory", { name: library, content, series, scrapes }, ["--expose-gc"]));
      }
    }
    for (const { row, target } of own) {
      results.push(atMost(row, samples, { target, unit: "bytes", ours: row, peers: peers.map(({ name }) => name) }));
    }
  }
  return results;
}
