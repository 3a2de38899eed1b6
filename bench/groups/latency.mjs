import { Process } from "../harness/process.mjs";
import { below } from "../harness/rows.mjs";
import { median } from "../harness/samples.mjs";
import { libraries } from "../libraries/index.mjs";
import { accepts } from "../libraries/narthex.mjs";

export const title = "The application's own requests while it is scraped without pause: their p99 beyond the idle one";

const SERIES = 100_000;
const REQUESTS_PER_SECOND = 200;

export async function run({ rounds, quick }) {
  const seconds = quick ? 1 : 5;
  const runs = quick ? 1 : Math.min(rounds, 3);
  const measured = libraries.filter((_, i) => !quick || i < 2);
  const ourFormats = quick ? ["text"] : ["text", "openmetrics", "protobuf"];
  const beyond = {};
  let idle = 0;
  for (const { name } of measured) {
    const formats = name === "narthex" ? ourFormats : ["text"];
    for (const format of formats) {
      const p99 = await p99Of(name, format, seconds, name === "narthex" ? runs : 1);
      beyond[name === "narthex" ? format : name] = p99.scraped - p99.idle;
      if (name === "narthex") idle = p99.idle;
    }
  }
  const peers = Object.fromEntries(Object.entries(beyond).filter(([name]) => !ourFormats.includes(name)));
  const note = `${SERIES.toLocaleString("en-US")} series, ${REQUESTS_PER_SECOND} requests a second, idle p99 ${idle.toFixed(2)} ms`;
  return ourFormats.map((format) =>
    below(`scraped as ${format}: p99 beyond idle`, { ours: beyond[format], target: 3, unit: "ms", peers, note }),
  );
}

/** The median p99 of the application's answers, in milliseconds. */
async function p99Of(name, format, seconds, runs) {
  const server = new Process("server", { name, content: "counters", series: SERIES });
  const [scraper, load] = [new Process("scraper"), new Process("load")];
  try {
    const port = await server.call("listen");
    await load.call("run", port, 1, REQUESTS_PER_SECOND);
    const [idle, scraped] = [[], []];
    for (let time = 0; time < runs; time++) {
      idle.push((await load.call("run", port, seconds, REQUESTS_PER_SECOND)).p99);
      await scraper.call("begin", port, { accept: accepts[format] });
      scraped.push((await load.call("run", port, seconds, REQUESTS_PER_SECOND)).p99);
      await scraper.call("stop");
    }
    return { idle: median(idle), scraped: median(scraped) };
  } finally {
    await Promise.all([server.end(), scraper.end(), load.end()]);
  }
}
