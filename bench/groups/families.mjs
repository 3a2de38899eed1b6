import { contents } from "../fill.mjs";
import { copiedFamilies } from "../floors/copied-families.mjs";
import { joinedFamilies } from "../floors/joined-families.mjs";
import { shuffled } from "../harness/rounds.mjs";
import { faster } from "../harness/rows.mjs";
import { median, Samples } from "../harness/samples.mjs";
import { assertSameSamples, formatsOf, timedScrape } from "../harness/scrapes.mjs";
import { libraries, peers } from "../libraries/index.mjs";

export const title = "Scrapes of 200 small families of 5 series, in milliseconds";

const SERIES = 1000;

const workloads = [
  { content: "smallCounters", what: "counters" },
  { content: "smallFamilies", what: "a quarter histograms" },
];

/** How often a registry is scraped again in each way. */
const REPEATS = 3;
/** How often a registry is made and scraped before anything is measured. */
const WARM_UPS = 10;

/** The scrapes, and what happens before each: nothing, or updates of all series or of some. */
const phases = [
  { when: "first scrape", target: 3, textFloor: joinedFamilies, times: 1, updates: () => false },
  { when: "repeated scrape, all updated", target: 5, binaryTarget: 6, times: REPEATS, updates: () => true },
  {
    when: "repeated scrape, a tenth updated",
    target: 5,
    binaryTarget: 6,
    times: REPEATS,
    updates: (i) => i % 10 === 0,
  },
  { when: "repeated scrape, none updated", target: 5, binaryTarget: 6, times: REPEATS, updates: () => false },
];

export async function run({ rounds, quick }) {
  const rows = [];
  for (const { content, what } of workloads) {
    await assertSameSamples(content, SERIES, [copiedFamilies, joinedFamilies]);
    const samples = await measure(content, rounds, quick ? 1 : WARM_UPS);
    for (const format of ["text", "openmetrics", "protobuf"])
      for (const phase of phases) rows.push(rowOf(`${what}, ${format}`, format, phase, samples.get(phase)));
  }
  return rows;
}

async function measure(content, rounds, warmUps) {
  const variants = [...libraries, copiedFamilies, joinedFamilies].flatMap((one) =>
    formatsOf(one).map((format) => ({ name: `${one.name} ${format}`, one, format })),
  );
  const samples = new Map(phases.map((phase) => [phase, new Samples(variants.map(({ name }) => name))]));
  for (const { one, format } of variants) for (let i = 0; i < warmUps; i++) await scrape(one, format, content);
  for (let round = 0; round < rounds; round++) {
    for (const { name, one, format } of shuffled(variants)) {
      const took = await scrape(one, format, content);
      for (const phase of phases) samples.get(phase).add(name, took.get(phase));
    }
  }
  return samples;
}

/** The times of one registry's scrapes by phase. */
async function scrape(one, format, content) {
  const filled = one.create();
  const update = contents[content](filled, SERIES);
  const took = new Map();
  for (const phase of phases) {
    const times = [];
    for (let time = 0; time < phase.times; time++) {
      for (let i = 0; i < SERIES; i++) if (phase.updates(i)) update(i);
      times.push(await timedScrape(filled, format));
    }
    took.set(phase, median(times));
  }
  return took;
}

/** No peer writes protobuf, so that it is compared with their text. */
function rowOf(what, format, { when, target, binaryTarget = target, textFloor = copiedFamilies }, samples) {
  const isBinary = format === "protobuf";
  const peerFormat = isBinary ? "text" : format;
  return faster(`${what}, ${when}`, samples, {
    unit: "ms",
    ours: `narthex ${format}`,
    peers: peers.map(({ name }) => `${name} ${peerFormat}`).filter((name) => samples.names.includes(name)),
    target: isBinary ? binaryTarget : target,
    floor: isBinary ? `${copiedFamilies.name} protobuf` : `${textFloor.name} text`,
  });
}
