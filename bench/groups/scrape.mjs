import { parse } from "narthex/exposition";
import { contents, updateSome } from "../fill.mjs";
import { copiedLines } from "../floors/copied-lines.mjs";
import { copiedMessages } from "../floors/copied-messages.mjs";
import { assertSame } from "../harness/canonical.mjs";
import { shuffled } from "../harness/rounds.mjs";
import { faster } from "../harness/rows.mjs";
import { median, Samples } from "../harness/samples.mjs";
import { milliseconds } from "../harness/stopwatch.mjs";
import { libraries, peers } from "../libraries/index.mjs";
import { accepts, narthex } from "../libraries/narthex.mjs";
import { incumbent } from "../libraries/prom-client.mjs";

export const title = "Scrapes to bytes, in milliseconds; between two of them every tenth series is updated";

const workloads = [
  { content: "counters", series: 10_000, what: "10k counters" },
  { content: "counters", series: 100_000, what: "100k counters", isLong: true },
  { content: "histograms", series: 10_000, what: "10k histogram children", isLong: true },
  { content: "histograms", series: 2000, what: "2k histogram children", isQuick: true },
  { content: "families", series: 1000, what: "200 families of 5 series", targets: { repeated: 3, binary: 2 } },
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
    await compare(workload.content);
    // What is measured is long, and so needs fewer rounds.
    const few = quick ? 1 : Math.ceil(rounds / (workload.series > 10_000 ? 3 : 2));
    const { first, repeated } = await scrape(workload, few, quick ? 1 : WARM_UPS);
    results.push(...rowsOf(workload, first, repeated));
  }
  return results;
}

/** Nothing is worth measuring that does not write the same samples. */
async function compare(content) {
  const bodies = new Map();
  for (const one of content === "counters" ? [...libraries, copiedLines] : libraries) {
    const filled = one.create();
    contents[content](filled, 1000);
    bodies.set(one, filled);
  }
  for (const format of ["text", "openmetrics"]) {
    const expected = await bodies.get(incumbent).scrape(format);
    for (const [one, filled] of bodies) {
      assertSame(await filled.scrape(format), expected, `${one.name} ${format}`);
    }
  }
  const ours = bodies.get(narthex);
  const [fromText] = parse(await ours.scrape("text"), accepts.text);
  const [fromProtobuf] = parse(await ours.scrape("protobuf"), accepts.protobuf);
  const values = (family) =>
    family.metrics.map(({ labels, value, sum }) => JSON.stringify([labels, value, sum])).sort();
  if (values(fromText).join() !== values(fromProtobuf).join()) throw new Error("protobuf differs from text");
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

/** The exporter of OpenTelemetry writes text alone. */
function formatsOf({ name }) {
  if (name === "narthex") return ["text", "openmetrics", "protobuf"];
  if (name === copiedMessages.name) return ["protobuf"];
  return name === "opentelemetry" || name === copiedLines.name ? ["text"] : ["text", "openmetrics"];
}

async function measure(one, format, content, series) {
  const filled = one.create();
  const update = contents[content](filled, series);
  // A full collection would also throw optimized code away, at the cost of the scrape.
  const timed = async () => {
    globalThis.gc({ type: "minor" });
    const start = milliseconds();
    await filled.scrape(format);
    return milliseconds() - start;
  };
  const first = await timed();
  const again = [];
  for (let time = 0; time < REPEATS; time++) {
    updateSome(update, series, time);
    again.push(await timed());
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
