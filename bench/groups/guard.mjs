import { setTimeout } from "node:timers/promises";
import { Process } from "../harness/process.mjs";
import { shuffled } from "../harness/rounds.mjs";
import { atMost, below, shown } from "../harness/rows.mjs";
import { median, Samples } from "../harness/samples.mjs";

export const title =
  "The guard of a service: processor time of a scrape with credentials, and the event loop during a flood of wrong passwords";

const SERIES = 1000;
const FLOOD = 50;
const NONE = "no guard";
const BASIC = "basic authentication";
const BEARER = "bearer token";
const secret = "a password of the benchmark";
const basic = (password) => ({ authorization: `Basic ${Buffer.from(`prometheus:${password}`).toString("base64")}` });

const cases = {
  [NONE]: { task: {}, headers: {} },
  [BASIC]: { task: { password: secret }, headers: basic(secret) },
  [BEARER]: {
    task: { token: "a-token-of-the-benchmark" },
    headers: { authorization: "Bearer a-token-of-the-benchmark" },
  },
};
const names = Object.keys(cases);

export async function run({ rounds, quick }) {
  const services = new Map(
    names.map((name) => [name, new Process("guarded-service", { ...cases[name].task, series: SERIES })]),
  );
  const scraper = new Process("scraper");
  try {
    const ports = new Map();
    for (const [name, service] of services) ports.set(name, await service.call("listen"));
    const scrape = (name, headers = cases[name].headers) => scraper.call("scrape", ports.get(name), headers);
    // The first scrape checks the password and encodes the labels; the others let the code be compiled.
    for (let time = 0; time < 300; time++) for (const name of names) await scrape(name);
    const seconds = quick ? 0.1 : 5;
    // The thread that has checked the password ends after a minute without work.
    if (!quick) await setTimeout(65_000);
    const paced = await measurePaced(services, scrape, quick ? 2 : Math.min(rounds, 5), seconds);
    const steady = await measureSteady(services, scrape, quick ? 2 : rounds, quick ? 100 : 500);
    const { beyond, idle, ms } = await measureFlood(services.get(BASIC), scrape, quick ? 1 : Math.min(rounds, 7));
    return [
      ...rows(`one scrape every ${seconds} s`, paced),
      shown("scrapes one after another, basic authentication", {
        ours: steady.median(BASIC),
        unit: "ms",
        peers: { [NONE]: steady.median(NONE), [BEARER]: steady.median(BEARER) },
      }),
      below(`${FLOOD} wrong passwords, cost 10: longest gap`, {
        ours: beyond,
        target: 10,
        unit: "ms",
        note: `idle gap ${idle.toFixed(1)} ms; one password takes ${Math.round(ms / FLOOD)} ms in the thread`,
      }),
    ];
  } finally {
    await Promise.all([scraper, ...services.values()].map((process) => process.end()));
  }
}

function rows(what, samples) {
  return [BASIC, BEARER].map((ours) =>
    atMost(`${what}, ${ours}`, samples, { ours, peers: [NONE], target: 1.05, unit: "ms" }),
  );
}

/** The processor time of a scrape at an interval, idle time included. The services are scraped in the same interval. */
async function measurePaced(services, scrape, rounds, seconds) {
  const SCRAPES = 4;
  const samples = new Samples(names);
  for (let round = 0; round < rounds; round++) {
    const before = await timesOf(services);
    for (let time = 0; time < SCRAPES; time++) {
      const begin = performance.now();
      for (const name of shuffled(names)) {
        await services.get(name).call("update");
        await scrape(name);
      }
      await setTimeout(seconds * 1000 - (performance.now() - begin));
    }
    const after = await timesOf(services);
    for (const name of names) samples.add(name, (after.get(name) - before.get(name)) / SCRAPES);
  }
  return samples;
}

/** The processor time of a scrape without pauses. */
async function measureSteady(services, scrape, rounds, scrapes) {
  const samples = new Samples(names);
  for (let round = 0; round < rounds; round++) {
    for (const name of shuffled(names)) {
      const service = services.get(name);
      const before = await service.call("time");
      for (let time = 0; time < scrapes; time++) await scrape(name);
      samples.add(name, ((await service.call("time")) - before) / scrapes);
    }
  }
  return samples;
}

/** The longest gap while wrong passwords are checked, and then during as long a time without any. */
async function measureFlood(service, scrape, runs) {
  const results = { beyond: [], idle: [], ms: [] };
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await service.call("watch");
    await Promise.all(
      Array.from({ length: FLOOD }, (_, n) => scrape(BASIC, basic(`wrong ${run} ${n}`)).catch(() => {})),
    );
    const busy = await service.call("longestGap");
    const ms = performance.now() - start;
    await service.call("watch");
    await setTimeout(ms);
    const idle = await service.call("longestGap");
    results.beyond.push(busy - idle);
    results.idle.push(idle);
    results.ms.push(ms);
  }
  return { beyond: median(results.beyond), idle: median(results.idle), ms: median(results.ms) };
}

async function timesOf(services) {
  return new Map(await Promise.all([...services].map(async ([name, service]) => [name, await service.call("time")])));
}
