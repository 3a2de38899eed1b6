// Scrapes a registry of its own, without HTTP, and watches its event loop.
import { setTimeout } from "node:timers/promises";
import { contents } from "../fill.mjs";
import { LoopGap } from "../harness/loop-gap.mjs";
import { answer, task } from "../harness/process.mjs";
import { library } from "../libraries/index.mjs";

const { name, content, series } = task();
const filled = library(name).create();
contents[content](filled, series);

answer({
  /** The longest gap while one format is scraped; without one, while nothing is. */
  async longestGap(format) {
    const gap = new LoopGap();
    gap.start();
    // A timer that has never fired would count the time until it does.
    await setTimeout(5);
    if (format === null) await setTimeout(200);
    else await filled.scrape(format);
    await setTimeout(2);
    return gap.stop();
  },
});
