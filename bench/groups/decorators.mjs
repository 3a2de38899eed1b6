import { asyncLoops, floors, loopsBesideAutometrics, SEVERAL, syncLoops } from "../decorated.mjs";
import { once } from "../harness/process.mjs";
import { measure } from "../harness/rounds.mjs";
import { atMost, below, faster } from "../harness/rows.mjs";

export const title = "What a decorator adds to a call";

/** Without a collection in between, what the heap has grown by is what was allocated. */
const ROOMY_HEAP = ["--expose-gc", "--min-semi-space-size=256", "--max-semi-space-size=256"];

export async function run(options) {
  const sync = await measure(casesOf(syncLoops()), options);
  const asynchronous = await measure(casesOf(asyncLoops()), options);
  const late = loopsBesideAutometrics();
  const lateSync = await measure(casesOf(late.sync), options);
  const lateAsync = await measure(casesOf(late.async), options);
  const bytes = await once("allocation", { names: ["@Timer", floors.sync, floors.async] }, ROOMY_HEAP);
  const held = (samples, ours, target, by, floor) => atMost(ours, samples, { target, ours, peers: [by], floor });
  const beside = (row, samples, ours, ...peers) => faster(row, samples, { ours, peers });
  const allocated = (kind, ours, floor, factor, slack) =>
    below(`${kind} ${ours}, allocated a call`, {
      ours: bytes[kind][ours],
      target: Math.round(bytes[kind][floor] * factor * 10) / 10 + slack,
      unit: "bytes",
      peers: { [floor]: bytes[kind][floor] },
    });
  return [
    { ...held(sync, "@Timer", 1.3, floors.sync), row: "sync @Timer" },
    { ...held(sync, "@Timer, constant labels", 1.3, floors.sync), row: "sync @Timer, constant labels" },
    { ...held(sync, "@CountCalls", 3, floors.passThrough, floors.count), row: "sync @CountCalls, all inlined" },
    {
      ...held(sync, `@CountCalls${SEVERAL}`, 3, floors.passThrough + SEVERAL, floors.count + SEVERAL),
      row: "sync @CountCalls, call site with 8 services",
    },
    { ...held(asynchronous, "@Timer", 1.2, floors.async), row: "async @Timer" },
    { ...held(asynchronous, "@Timer, constant labels", 1.2, floors.async), row: "async @Timer, constant labels" },
    allocated("sync", "@Timer", floors.sync, 1, 1),
    allocated("async", "@Timer", floors.async, 1.1, 0),
    beside("sync @Timer, side by side", sync, "@Timer", "prom-client startTimer"),
    beside("sync @Timer, constant labels", sync, "@Timer, constant labels", "prom-client startTimer, labels"),
    beside("sync @Timer, computed labels", sync, "@Timer, computed labels", "prom-client startTimer, labels"),
    beside("sync @CountCalls, side by side", sync, "@CountCalls", "prom-client inc"),
    beside("async @Timer, side by side", asynchronous, "@Timer", "prom-client startTimer"),
    beside(
      "async @Timer @InProgress @CountExceptions",
      asynchronous,
      "@Timer @InProgress @CountExceptions",
      "prom-client timer, in progress, exceptions",
    ),
    beside("sync @Timer, beside autometrics", lateSync, "@Timer", "autometrics"),
    beside("async @Timer, beside autometrics", lateAsync, "@Timer", "autometrics"),
  ];
}

function casesOf(loops) {
  return Object.entries(loops).map(([name, run]) => ({ name, run }));
}
