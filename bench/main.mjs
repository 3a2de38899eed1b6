// The benchmarks' command line; see README.md.
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { groups } from "./groups/index.mjs";
import { once } from "./harness/process.mjs";
import { markdown, table } from "./harness/report.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    markdown: { type: "boolean", default: false },
    cpu: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    node24: { type: "boolean", default: false },
    rounds: { type: "string" },
    minutes: { type: "string", default: "5" },
  },
});
const { json, quick } = values;
const rounds = Number(values.rounds ?? (quick ? 3 : 21));
const minutes = Number(values.minutes);
if (!(Number.isInteger(rounds) && rounds > 0)) throw new RangeError("--rounds must be a whole number above 0.");
if (!(minutes > 0)) throw new RangeError("--minutes must be a number above 0.");

if (!existsSync(fileURLToPath(import.meta.resolve("narthex")))) throw new Error("Run `npm run build` first.");
if (values.node24) process.execPath = fileURLToPath(new URL("../node_modules/node-24/bin/node", import.meta.url));

if (values.cpu) process.env.BENCH_CLOCK = "cpu";

const unknown = positionals.filter((name) => !groups.some((group) => group.name === name));
if (unknown.length > 0) {
  throw new RangeError(
    `There is no ${unknown.join(", ")}; the groups are ${groups.map(({ name }) => name).join(", ")}.`,
  );
}
const chosen = groups.filter(({ name, isLong }) => (positionals.length === 0 ? !isLong : positionals.includes(name)));

const { version } = await once("versions");
const machine = { node: version, cpu: cpus()[0]?.model, cores: cpus().length, date: new Date().toISOString() };
const print = (text) => {
  if (!json) console.log(text);
};
print(
  `Node.js ${version}, ${machine.cores} × ${machine.cpu}${quick ? ", quick" : ""}${values.cpu ? ", processor time" : ""}\n`,
);

const results = [];
for (const { name, flags } of chosen) {
  try {
    const result = await once("group", { name, options: { rounds, quick, minutes } }, flags);
    results.push(result);
    print(values.markdown ? markdown(result) : table(result));
  } catch (error) {
    console.error(`${name} broke: ${error.stack}`);
    process.exitCode = 1;
  }
}
const rows = results.flatMap((result) => result.rows);
const count = (status) => rows.filter((row) => row.status === status).length;
print(`${count("pass")} pass, ${count("floor")} near the floor, ${count("short")} short`);
if (json) console.log(JSON.stringify({ machine, quick, cpu: values.cpu, rounds, groups: results }, undefined, 2));
