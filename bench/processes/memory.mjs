// Weighs the series of one library, in a process of its own.
import { contents } from "../fill.mjs";
import { answer, task } from "../harness/process.mjs";
import { library } from "../libraries/index.mjs";

const { name, content, series, scrapes = [] } = task();

answer({
  async run() {
    // Code that is compiled and shapes that are made once are no series.
    await build(2000);
    const before = weigh();
    const kept = await build(series);
    const after = weigh();
    if (kept === undefined) throw new Error("nothing is kept");
    const each = (key) => (after[key] - before[key]) / series;
    return { bytes: each("heapUsed") + each("arrayBuffers"), heap: each("heapUsed"), rss: each("rss") };
  },
});

async function build(count) {
  const filled = library(name).create();
  contents[content](filled, count);
  for (const format of scrapes) await filled.scrape(format);
  return filled;
}

function weigh() {
  for (let time = 0; time < 4; time++) globalThis.gc();
  return process.memoryUsage();
}
