import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assertSame } from "../harness/canonical.mjs";
import { shuffled } from "../harness/rounds.mjs";
import { faster, shown } from "../harness/rows.mjs";
import { Samples } from "../harness/samples.mjs";
import { ours, programs, run as runCommand } from "../languages/programs.mjs";
import { BUCKETS, latencies } from "../workload.mjs";

export const title = "The same work with the client libraries of Go and Python, for information";

const rowsOf = (counters) => [
  { key: "text", row: `${counters} counters, text, repeated scrape`, unit: "ms" },
  { key: "protobuf", row: `${counters} counters, protobuf, repeated scrape`, unit: "ms" },
  { key: "inc", row: "inc, the same 2 labels", unit: "ns" },
  { key: "childInc", row: "child inc", unit: "ns" },
  { key: "childObserve", row: "child observe, 11 buckets", unit: "ns" },
];

const work = {
  methods: ["GET", "PUT", "POST", "DELETE", "PATCH"],
  statuses: ["200", "201", "304", "404", "500"],
  buckets: BUCKETS,
  latencies,
  isCheck: false,
  cpu: process.env.BENCH_CLOCK === "cpu",
};

export async function run({ rounds, quick }) {
  const folder = mkdtempSync(join(tmpdir(), "narthex-bench-languages-"));
  try {
    const others = programs(folder);
    const present = [ours, ...others.filter(({ command }) => command !== undefined)];
    check(present);
    const task = quick ? { series: 10_000, scrapes: 1 } : { series: 100_000, scrapes: 5 };
    const answers = measure(present, task, quick ? 1 : Math.ceil(rounds / 3));
    const rows = rowsOf(`${task.series / 1000}k`).map((row) => compared(row, answers));
    return [...rows, ...others.map((other) => described(other, answers))];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Nothing is worth measuring that does not write the same samples. */
function check(present) {
  const [expected, ...bodies] = present.map((one) => start(one, { series: 1000, isCheck: true }));
  for (const [i, body] of bodies.entries()) assertSame(body, expected, present[i + 1].name);
}

/** Returns the answers of each program, one for each round. */
function measure(present, task, rounds) {
  const answers = new Map(present.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const one of shuffled(present)) answers.get(one.name).push(JSON.parse(start(one, task)));
  }
  return answers;
}

function start({ command: [command, ...args] }, task) {
  return runCommand(command, args, { input: JSON.stringify({ ...work, ...task }) });
}

function compared({ key, row, unit }, answers) {
  const able = [...answers].filter(([, [{ figures }]]) => figures[key] !== undefined);
  const samples = new Samples(able.map(([name]) => name));
  for (const [name, given] of able) for (const { figures } of given) samples.add(name, figures[key]);
  return able.length > 1 ? faster(row, samples, { unit }) : shown(row, { ours: samples.median(ours.name), unit });
}

function described({ name, version, missing }, answers) {
  const note =
    version === undefined
      ? `absent, because these packages of Debian are not installed: ${missing.join(", ")}`
      : `${version}, ${answers.get(name)[0].runtime}`;
  return shown(name, { note });
}
