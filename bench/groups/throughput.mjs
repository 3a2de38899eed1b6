import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Process } from "../harness/process.mjs";
import { shuffled } from "../harness/rounds.mjs";
import { faster } from "../harness/rows.mjs";
import { Samples } from "../harness/samples.mjs";
import { libraries } from "../libraries/index.mjs";

export const title = "Scrapes of /metrics a second over kept connections, shown as milliseconds for one scrape";

const CONNECTIONS = 8;
/** The same bytes each time: what HTTP alone costs. */
const FLOOR = "constant body";
const sizes = [
  { series: 1000, target: 10 },
  { series: 10_000, target: 20 },
];

export async function run({ rounds, quick }) {
  const generate = (await hasWrk()) ? byWrk : byNode;
  const runs = quick ? 1 : Math.min(rounds, 7);
  const seconds = quick ? 1 : 2;
  // The one that is usually the fastest.
  const measured = libraries.filter((_, i) => !quick || i === 0 || i === 2);
  const names = [...measured.map(({ name }) => name), FLOOR];
  const results = [];
  for (const { series, target } of quick ? sizes.slice(0, 1) : sizes) {
    const { time, p99 } = await measure(names, series, runs, seconds, generate);
    const note = `load by ${generate === byWrk ? "wrk" : "a Node.js process"}, ${CONNECTIONS} connections; the server could do ${Math.round(1000 / time.median("narthex"))} scrapes a second`;
    results.push(faster(`${series} series, one scrape`, time, { target, unit: "ms", floor: FLOOR, note }));
    results.push(faster(`${series} series, p99 of a scrape`, p99, { target: 1, unit: "ms", floor: FLOOR }));
  }
  return results;
}

async function measure(names, series, runs, seconds, generate) {
  const [time, p99] = [new Samples(names), new Samples(names)];
  const servers = new Map(names.map((name) => [name, new Process("server", { name, content: "counters", series })]));
  try {
    const ports = new Map();
    for (const [name, server] of servers) ports.set(name, await server.call("listen"));
    for (const port of ports.values()) await warmUp(port);
    for (let round = 0; round < runs; round++) {
      for (const name of shuffled(names)) {
        const server = servers.get(name);
        const before = await server.call("time");
        const result = await generate(ports.get(name), seconds);
        // The server is never idle, so on a machine of its own both clocks show the same.
        time.add(name, ((await server.call("time")) - before) / result.scrapes);
        p99.add(name, result.p99);
      }
    }
  } finally {
    await Promise.all([...servers.values()].map((server) => server.end()));
  }
  return { time, p99 };
}

async function warmUp(port) {
  for (let time = 0; time < 30; time++) await (await fetch(`http://127.0.0.1:${port}/metrics`)).arrayBuffer();
}

async function hasWrk() {
  try {
    await promisify(execFile)("wrk", ["--version"]);
    return true;
  } catch (error) {
    // It answers with its version and fails.
    return error.code !== "ENOENT";
  }
}

async function byWrk(port, seconds) {
  const options = ["-t1", `-c${CONNECTIONS}`, `-d${seconds}s`, "--timeout", "20s", "--latency"];
  const { stdout } = await promisify(execFile)("wrk", [...options, `http://127.0.0.1:${port}/metrics`]);
  const [, amount, unit] = /99%\s+([\d.]+)(us|ms|s)/.exec(stdout);
  return {
    scrapes: Number(/(\d+) requests in/.exec(stdout)[1]),
    p99: Number(amount) * { us: 0.001, ms: 1, s: 1000 }[unit],
  };
}

async function byNode(port, seconds) {
  const scrapers = Array.from({ length: CONNECTIONS }, () => new Process("scraper"));
  try {
    const results = await Promise.all(scrapers.map((scraper) => scraper.call("repeat", port, seconds)));
    return {
      scrapes: results.reduce((sum, { scrapes }) => sum + scrapes, 0),
      p99: Math.max(...results.map((result) => result.p99)),
    };
  } finally {
    await Promise.all(scrapers.map((scraper) => scraper.end()));
  }
}
