// Weighs the series of one library, in a process of its own.
import { contents } from "../fill.mjs";
import { collectedBytes } from "../harness/collected-bytes.mjs";
import { answer, task } from "../harness/process.mjs";
import { library } from "../libraries/index.mjs";

const { name, content, series, scrapes = [] } = task();

answer({
  /** The bytes that one series takes. */
  async run() {
    // Code that is compiled and shapes that are made once are no series.
    await build(2000);
    const before = await collectedBytes();
    const kept = await build(series);
    const after = await collectedBytes();
    if (kept === undefined) throw new Error("nothing is kept");
    return (after - before) / series;
  },
});

async function build(count) {
  const filled = library(name).create();
  contents[content](filled, count);
  for (const format of scrapes) await filled.scrape(format);
  return filled;
}
