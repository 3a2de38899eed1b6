import { setTimeout } from "node:timers/promises";
import { Process } from "../harness/process.mjs";
import { below, holds, shown } from "../harness/rows.mjs";
import { median } from "../harness/samples.mjs";
import { accepts } from "../libraries/narthex.mjs";

export const title =
  "A service under load for minutes: 50,000 updates a second, 100,000 live series, churn, a scrape a second";

const load = { counters: 90_000, histograms: 10_000, updatesPerSecond: 50_000, churnPerSecond: 500 };
const encodings = ["text", "openmetrics", "protobuf"].flatMap((format) => [
  { accept: accepts[format] },
  { accept: accepts[format], "accept-encoding": "gzip" },
]);
/** Which scrapes are also read by the strict parser. */
const STRICT_EACH = 5;
/** For how long nobody scrapes at the beginning. */
const IDLE_SECONDS = 10;

export async function run({ minutes }) {
  const service = new Process("soaked-service", load);
  // To check takes more than to scrape, and elsewhere who checks takes no processor from the service.
  const scrapers = [0, 1].map(() => new Process("checking-scraper", {}, [], { givesWay: true }));
  const bystander = new Process("bystander");
  try {
    const port = await service.call("listen");
    const idle = await longestGapOf(service, IDLE_SECONDS);
    const scraped = await scrapeEachSecond({ service, bystander, scrapers, port }, minutes * 60);
    return rowsOf(idle, scraped, await service.call("strayed"));
  } finally {
    await Promise.all([service, bystander, ...scrapers].map((process) => process.end()));
  }
}

/** The longest gap of a second, in the median: the machine itself stalls now and then, which would hide what is looked for. */
async function longestGapOf(service, seconds) {
  await setTimeout(2000);
  const longest = [];
  await service.call("state");
  for (let second = 0; second < seconds; second++) {
    await setTimeout(1000);
    longest.push((await service.call("state")).longestGap);
  }
  return median(longest);
}

/** One scrape a second; checking one may take longer than that, so scrapers take turns. */
async function scrapeEachSecond({ service, bystander, scrapers, port }, duration) {
  const expected = { soak_total: load.counters, soak_seconds: load.histograms };
  const checks = [];
  const seconds = [];
  await bystander.call("longestGap");
  const begin = performance.now();
  for (let n = 0; performance.now() - begin < duration * 1000; n++) {
    const isStrict = n % STRICT_EACH === 0;
    const check = scrapers[n % scrapers.length].call(
      "check",
      port,
      encodings[n % encodings.length],
      expected,
      isStrict,
    );
    checks.push(
      check.then(
        () => undefined,
        (error) => error.message.split("\n", 1)[0],
      ),
    );
    await Promise.all([setTimeout(1000), checks.at(-scrapers.length)]);
    const [state, elsewhere] = await Promise.all([service.call("state"), bystander.call("longestGap")]);
    seconds.push({ ...state, elsewhere });
  }
  const problems = (await Promise.all(checks)).filter((problem) => problem !== undefined);
  return { seconds, problems };
}

function rowsOf(idle, { seconds, problems }, strayed) {
  const part = (from, to) => seconds.slice(Math.floor(seconds.length * from), Math.ceil(seconds.length * to));
  const rss = (from, to) => median(part(from, to).map((second) => second.rss)) / 2 ** 20;
  const gaps = seconds.map(({ longestGap }) => longestGap);
  // The second after the last of them still belongs to it.
  const firsts = encodings.length + 1;
  const later = gaps.slice(firsts);
  const beyond = seconds.map(({ longestGap, elsewhere }) => longestGap - Math.max(idle, elsewhere));
  return [
    holds(`${seconds.length} scrapes, all valid and complete`, problems.length === 0, problems[0]),
    holds("no update went to another series", strayed === 0, `${strayed} series differ`),
    below("longest gap beyond that of a process that does nothing", {
      ours: Math.max(...beyond.slice(firsts)),
      target: 20,
      unit: "ms",
      note: `the longest gap of the process that does nothing is ${Math.max(...seconds.map(({ elsewhere }) => elsewhere)).toFixed(1)} ms`,
    }),
    below("the same while the first scrape of each format loads and compiles what it needs", {
      ours: Math.max(...beyond.slice(0, firsts)),
      target: 20,
      unit: "ms",
    }),
    shown("longest gap beyond the idle one", { ours: Math.max(...later) - idle, unit: "ms" }),
    shown("median of the longest gap of each second", {
      ours: median(later),
      unit: "ms",
      note: `idle ${idle.toFixed(1)} ms`,
    }),
    below("RSS at the end against RSS after a quarter", { ours: rss(0.8, 1) / rss(0.2, 0.4), target: 1.1, unit: "×" }),
    shown("updates a second", {
      ours: ((seconds.at(-1).updates - seconds[0].updates) / (seconds.at(-1).at - seconds[0].at)) * 1000,
      unit: "updates",
    }),
    shown("RSS at the end", { ours: rss(0.8, 1), unit: "MB" }),
  ];
}
