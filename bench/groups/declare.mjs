import { Process } from "../harness/process.mjs";
import { shuffled } from "../harness/rounds.mjs";
import { atMost, below, shown } from "../harness/rows.mjs";
import { median, Samples } from "../harness/samples.mjs";

export const title = "Declaring and binding: 100 classes with 1,000 methods that carry three decorators each";

const CLASSES = 100;
/** 36,000 declarations: a set or table that grows would show. */
const MANY_CLASSES = 1_200;
const floor = "pass-through wrappers";
const reflected = "narthex after reflect-metadata";
const names = ["narthex", reflected, "prom-client", floor];
const libraries = ["narthex", "prom-client"];

export async function run({ rounds, quick }) {
  const repeats = quick ? 2 : Math.min(rounds, 9);
  const [loading, heap] = [new Samples(names), new Map(names.map((name) => [name, []]))];
  const growth = [];
  const [bound, registered] = [0, 1].map(() => new Map(libraries.map((name) => [name, []])));
  for (let round = 0; round < repeats; round++) {
    for (const name of shuffled(names)) {
      const { ms, bytes } = await inProcess(name, CLASSES, "load");
      loading.add(name, ms);
      heap.get(name).push(bytes / 2 ** 20);
    }
    for (const [name, measured] of registered) measured.push(await inProcess(name, CLASSES, "registration"));
    for (const [name, measured] of bound) measured.push(await inProcess(name, CLASSES, "bind"));
    growth.push(await inProcess("narthex", MANY_CLASSES, "growth"));
  }
  // A longest gap is the sum of a pause of ours and of what else the machine did, so the least disturbed round counts.
  const least = (name, of) => Math.min(...bound.get(name).map(of));
  const ours = (of) => least("narthex", of);
  const middle = (name, of) => median(bound.get(name).map(of));
  const registration =
    (of) =>
    ([name, measured]) => [name, median(measured.map(of))];
  const ratios = Object.fromEntries([...registered].map(registration(({ few, many }) => many / few)));
  const times = Object.fromEntries([...registered].map(registration(({ many }) => many)));
  const megabytes = (name) => median(heap.get(name));
  return [
    atMost("loading, against the registration of 3,000 collectors", loading, {
      target: 1.5,
      unit: "ms",
      peers: ["prom-client"],
      floor,
    }),
    atMost("the same, in a program that has loaded reflect-metadata", loading, {
      target: 1.5,
      unit: "ms",
      ours: reflected,
      peers: ["prom-client"],
      floor,
    }),
    below("heap of 3,000 declarations", {
      ours: megabytes("narthex"),
      target: 3,
      unit: "MB",
      peers: { "prom-client": megabytes("prom-client") },
      floor: { name: floor, value: megabytes(floor) },
    }),
    below("the last 12,000 of 36,000 declarations, against the 12,000 before", {
      ours: median(growth),
      target: 1.2,
      unit: "×",
    }),
    below("the 5,000th family that is registered, against the 50th", {
      ours: ratios.narthex,
      target: 2,
      unit: "×",
      peers: { "prom-client": ratios["prom-client"] },
    }),
    shown("registration of the 5,000th family", {
      ours: times.narthex,
      unit: "µs",
      peers: { "prom-client": times["prom-client"] },
    }),
    below("longest gap at the first scrape", { ours: ours((one) => one.firstScrape), target: 10, unit: "ms" }),
    below("longest gap at bind, a class a turn", {
      ours: ours((one) => one.binding),
      target: 10,
      unit: "ms",
      peers: { "prom-client": least("prom-client", (one) => one.binding) },
    }),
    shown("bindAll of all classes", {
      ours: middle("narthex", (one) => one.bindAll),
      unit: "ms",
      peers: { "prom-client": middle("prom-client", (one) => one.bindAll) },
    }),
  ];
}

/** Calls one method of a new process. */
async function inProcess(name, classes, method) {
  const isReflected = name === reflected;
  const task = { name: isReflected ? "narthex" : name, classes, isReflected };
  const process = new Process("declaring", task, ["--expose-gc"]);
  try {
    return await process.call(method);
  } finally {
    await process.end();
  }
}
