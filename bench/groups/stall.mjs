import { setTimeout } from "node:timers/promises";
import { once, Process } from "../harness/process.mjs";
import { below, shown } from "../harness/rows.mjs";
import { median } from "../harness/samples.mjs";
import { peers } from "../libraries/index.mjs";
import { accepts } from "../libraries/narthex.mjs";

export const title =
  "The longest gap of the event loop while a million series are scraped over HTTP, beyond the gap of the same process when idle";

const encodings = ["text", "openmetrics", "protobuf"].flatMap((format) => [
  { what: format, headers: { accept: accepts[format] } },
  { what: `${format}, gzip`, headers: { accept: accepts[format], "accept-encoding": "gzip" } },
]);

/** Enough memory for those who need it. */
const FLAGS = ["--max-old-space-size=8192"];

export async function run({ rounds, quick }) {
  const series = quick ? 100_000 : 1_000_000;
  const runs = quick ? 1 : Math.min(rounds, 7);
  const theirs = {};
  for (const { name } of quick ? peers.slice(0, 1) : peers) {
    const [gap] = await gapsOf(name, series, encodings.slice(0, 1), quick ? 1 : 2);
    theirs[name] = gap.beyond;
  }
  const gaps = await gapsOf(
    "narthex",
    series,
    quick ? [...encodings.slice(0, 2), ...encodings.slice(4)] : encodings,
    runs,
  );
  const scraped = gaps.map(({ what, beyond, idle, first, ms, megabytes }) =>
    below(`${what}: longest gap`, {
      ours: beyond,
      target: 10,
      unit: "ms",
      peers: theirs,
      note: `${series.toLocaleString("en-US")} series, idle gap ${idle.toFixed(1)} ms, first scrape ${first.toFixed(1)} ms; a scrape takes ${Math.round(ms)} ms and ${megabytes.toFixed(1)} MB`,
    }),
  );
  return [...scraped, ...(await expiry(series, runs))];
}

/** The gaps when all series of a collector expire at a scrape, and at the next one. */
async function expiry(series, runs) {
  const measured = [];
  const withChildren = [];
  for (let time = 0; time < runs; time++) {
    measured.push(await once("expiring", { series }, FLAGS));
    withChildren.push(await once("expiring", { series, keepsChildren: true }, FLAGS));
  }
  const beyond = (of) => (one) => of(one).gap - one.idle.gap;
  const count = series.toLocaleString("en-US");
  const took = median(measured.map(({ expiring }) => expiring.ms));
  const next = median(measured.map(beyond(({ removing }) => removing)));
  return [
    below(`${count} idle series expire at a scrape: longest gap`, {
      ours: median(measured.map(beyond(({ expiring }) => expiring))),
      target: 10,
      unit: "ms",
      note: `beyond the idle gap; the scrape takes ${Math.round(took)} ms, and the next one's gap is ${next.toFixed(1)} ms`,
    }),
    shown("the same, if the program keeps a child of each", {
      ours: median(withChildren.map(beyond(({ expiring }) => expiring))),
      unit: "ms",
      note: `the next scrape's gap is ${median(withChildren.map(beyond(({ removing }) => removing))).toFixed(1)} ms`,
    }),
  ];
}

/** The gaps of one library in each encoding. */
async function gapsOf(name, series, wanted, runs) {
  const server = new Process("server", { name, content: "counters", series }, FLAGS);
  const scraper = new Process("scraper");
  try {
    const port = await server.call("listen");
    const results = wanted.map(({ what, headers }) => ({ what, headers, idle: [], beyond: [], ms: [], megabytes: 0 }));
    for (let time = 0; time <= runs; time++) {
      for (const result of results) {
        const { idle, busy, ms, bytes } = await gapOf(server, scraper, port, result.headers);
        result.megabytes = bytes / 1e6;
        // The first scrape also encodes the labels.
        if (time === 0) result.first = busy - idle;
        else {
          result.idle.push(idle);
          result.beyond.push(busy - idle);
          result.ms.push(ms);
        }
      }
    }
    return results.map(({ idle, beyond, ms, ...rest }) => ({
      ...rest,
      idle: median(idle),
      beyond: median(beyond),
      ms: median(ms),
    }));
  } finally {
    await Promise.all([server.end(), scraper.end()]);
  }
}

/** The longest gap while a scrape runs, and then during as long a time without one. */
async function gapOf(server, scraper, port, headers) {
  await server.call("update");
  await setTimeout(100);
  await server.call("watch");
  const { ms, bytes } = await scraper.call("scrape", port, headers);
  const busy = await server.call("longestGap");
  await setTimeout(100);
  await server.call("watch");
  await setTimeout(Math.max(ms, 200));
  const idle = await server.call("longestGap");
  return { idle, busy, ms, bytes };
}
