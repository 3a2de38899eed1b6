import { contents, updateSome } from "../fill.mjs";
import { copiedLines } from "../floors/copied-lines.mjs";
import { copiedMessages } from "../floors/copied-messages.mjs";
import { shuffled } from "../harness/rounds.mjs";
import { faster } from "../harness/rows.mjs";
import { median, Samples } from "../harness/samples.mjs";
import { assertSameSamples, formatsOf, timedScrape } from "../harness/scrapes.mjs";
import { libraries, peers } from "../libraries/index.mjs";

export const title = "Scrapes to bytes, in milliseconds; between two of them every tenth series is updated";

const workloads = [
  { content: "counters", series: 10_000, what: "10k counters" },
  { content: "counters", series: 100_000, what: "100k counters", isLong: true },
  { content: "histograms", series: 10_000, what: "10k histogram children", isLong: true },
  { content: "histograms", series: 2000, what: "2k histogram children", isQuick: true },
  { content: "doubles", series: 10_000, what: "10k counters with 17 digits", isLong: true, targets: {} },
];

/** What a row has to reach unless its workload says otherwise: times the fastest peer, in protobuf times its text. */
const TARGETS = { first: 4, repeated: 15, binary: 25 };

/** How often a registry is scraped again. */
const REPEATS = 3;
/** How often a small registry is made and scraped before anything is measured. */
const WARM_UPS = 6;

export async function run({ rounds, quick }) {
  const results = [];
  for (const workload of workloads) {
    if (quick ? workload.isLong : workload.isQuick) continue;
    await assertSameSamples(workload.content, 1000, workload.content === "counters" ? [copiedLines] : []);
    // What is measured is long, and so needs fewer rounds.
    const few = quick ? 1 : Math.ceil(rounds / (workload.series > 10_000 ? 3 : 2));
    const { first, repeated } = await scrape(workload, few, quick ? 1 : WARM_UPS);
    results.push(...rowsOf(workload, first, repeated));
  }
  return results;
}

async function scrape({ content, series }, rounds, warmUps) {
  const measured = content === "counters" ? [...libraries, copiedLines, copiedMessages] : libraries;
  const variants = measured.flatMap((one) =>
    formatsOf(one).map((format) => ({ name: `${one.name} ${format}`, one, format })),
  );
  const [first, repeated] = [0, 0].map(() => new Samples(variants.map(({ name }) => name)));
  for (const { one, format } of variants) {
    for (let time = 0; time < warmUps; time++) await measure(one, format, content, 2000);
  }
  for (let round = 0; round < rounds; round++) {
    for (const { name, one, format } of shuffled(variants)) {
      const took = await measure(one, format, content, series);
      first.add(name, took.first);
      repeated.add(name, took.repeated);
    }
  }
  return { first, repeated };
}

async function measure(one, format, content, series) {
  const filled = one.create();
  const update = contents[content](filled, series);
  const first = await timedScrape(filled, format);
  const again = [];
  for (let time = 0; time < REPEATS; time++) {
    updateSome(update, series, time);
    again.push(await timedScrape(filled, format));
  }
  return { first, repeated: median(again) };
}

function rowsOf({ what, content, targets = TARGETS }, first, repeated) {
  const hasFloor = content === "counters";
  const named = (format) => peers.map(({ name }) => `${name} ${format}`).filter((name) => first.names.includes(name));
  const row = (format, samples, when, target, peerFormat = format) =>
    faster(`${what}, ${format}, ${when} scrape`, samples, {
      unit: "ms",
      ours: `narthex ${format}`,
      peers: named(peerFormat),
      ...(target !== undefined && { target }),
      ...(hasFloor && {
        floor: format === "protobuf" ? `${copiedMessages.name} protobuf` : `${copiedLines.name} text`,
      }),
    });
  return [
    row("text", first, "first", targets.first),
    row("text", repeated, "repeated", targets.repeated),
    row("openmetrics", first, "first", targets.first),
    row("openmetrics", repeated, "repeated", targets.repeated),
    row("protobuf", first, "first", undefined, "text"),
    row("protobuf", repeated, "repeated", targets.binary, "text"),
  ];
}
