import { Process } from "../harness/process.mjs";
import { below } from "../harness/rows.mjs";
import { median } from "../harness/samples.mjs";
import { libraries } from "../libraries/index.mjs";
import { accepts } from "../libraries/narthex.mjs";

export const title = "The application's own requests while it is scraped without pause: their p99 beyond the idle one";

const SERIES = 100_000;
const QUICK_SERIES = 20_000;
const REQUESTS_PER_SECOND = 200;
const SECONDS = 3;
/** The same bytes each time, from the application's process: what sending alone costs its requests. */
const FLOOR = "constant body";

export async function run({ rounds, quick }) {
  const series = quick ? QUICK_SERIES : SERIES;
  const seconds = quick ? 0.5 : SECONDS;
  const runs = quick ? 1 : Math.min(rounds, 5);
  const measured = libraries.filter(({ name }, i) => name !== "narthex" && (!quick || i < 2));
  const ourFormats = quick ? ["text"] : ["text", "openmetrics", "protobuf"];
  const peers = {};
  for (const { name } of measured) peers[name] = (await p99Of(name, series, ["text"], seconds, 1)).beyond.text;
  const [ours, floor] = [
    await p99Of("narthex", series, ourFormats, seconds, runs),
    (await p99Of(FLOOR, series, ["text"], seconds, runs)).beyond.text,
  ];
  const note = `${series.toLocaleString("en-US")} series, ${REQUESTS_PER_SECOND} requests a second, idle p99 ${ours.idle.toFixed(2)} ms`;
  return ourFormats.map((format) =>
    below(`scraped as ${format}: p99 beyond idle`, {
      ours: ours.beyond[format],
      target: 3,
      unit: "ms",
      peers,
      floor: { name: FLOOR, value: floor },
      note,
    }),
  );
}

/** The p99 of the application's answers in milliseconds, without a scrape and beyond that: medians over the runs. */
async function p99Of(name, series, formats, seconds, runs) {
  const server = new Process("server", { name, content: "counters", series });
  const [scraper, load] = [new Process("scraper"), new Process("load")];
  const p99 = async (port, time) => (await load.call("run", port, time, REQUESTS_PER_SECOND)).p99;
  const idle = [];
  const beyond = Object.fromEntries(formats.map((format) => [format, []]));
  try {
    const port = await server.call("listen");
    await p99(port, seconds);
    // A first scrape encodes the labels.
    for (const format of formats) await scraper.call("scrape", port, { accept: accepts[format] });
    for (let time = 0; time < runs; time++) {
      for (const format of formats) {
        idle.push(await p99(port, seconds));
        await scraper.call("begin", port, { accept: accepts[format] });
        beyond[format].push((await p99(port, seconds)) - idle.at(-1));
        await scraper.call("stop");
      }
    }
    return {
      idle: median(idle),
      beyond: Object.fromEntries(formats.map((format) => [format, median(beyond[format])])),
    };
  } finally {
    await Promise.all([server.end(), scraper.end(), load.end()]);
  }
}
