// The work of the group `languages` with Narthex. Each program of this folder reads its task from the standard input as
// JSON. If `isCheck`, it writes a scrape in text. Otherwise it writes its runtime and its figures: milliseconds of
// scrapes, nanoseconds of updates.
import { text } from "node:stream/consumers";
import { contents, updateSome } from "../fill.mjs";
import { compileLoop } from "../harness/compile.mjs";
import { median } from "../harness/samples.mjs";
import { milliseconds } from "../harness/stopwatch.mjs";
import { narthex } from "../libraries/narthex.mjs";

const task = JSON.parse(await text(process.stdin));
const filled = narthex.create();
const update = contents.counters(filled, task.series);

if (task.isCheck) process.stdout.write(await filled.scrape("text"));
else {
  const figures = { text: await scrapes("text"), protobuf: await scrapes("protobuf"), ...updates() };
  process.stdout.write(JSON.stringify({ runtime: `Node.js ${process.version}`, figures }));
}

/** Returns the milliseconds of a scrape. Every tenth series is updated between two scrapes. */
async function scrapes(format) {
  await filled.scrape(format);
  const took = [];
  for (let n = 0; n < task.scrapes; n++) {
    updateSome(update, task.series, n);
    const start = milliseconds();
    await filled.scrape(format);
    took.push(milliseconds() - start);
  }
  return median(took);
}

/** Returns the nanoseconds of one operation: the median of 50 batches of about 2 ms, after a tenth of a second. */
function each(run) {
  let [count, took] = [1, 0];
  const begin = milliseconds();
  while (milliseconds() - begin < 100 || took < 2) {
    const start = milliseconds();
    run(count);
    took = milliseconds() - start;
    if (took < 2) count *= 2;
  }
  const batches = Array.from({ length: 50 }, () => {
    const start = milliseconds();
    run(count);
    return ((milliseconds() - start) / count) * 1e6;
  });
  return median(batches);
}

function updates() {
  const labels = '{ method: "GET", route: "/api/v1/resource/7" }';
  const { counter, histogram } = narthex.create();
  const names = ["method", "route"];
  const kept = { method: "GET", route: "/api/v1/resource/7" };
  const c = counter("updated_total", names);
  const [child, observed] = [c.labels(kept), histogram("observed", names, task.buckets).labels(kept)];
  const { latencies } = task;
  return {
    inc: each(compileLoop({ c }, `c.inc(${labels})`)),
    childInc: each(compileLoop({ child }, "child.inc()")),
    childObserve: each(compileLoop({ observed, latencies }, "observed.observe(latencies[i & 4095])")),
  };
}
