// @InProgress counts the calls that are currently running.
import { setTimeout as sleep } from "node:timers/promises";
import { type Call, defaultRegistry, gauge, InProgress, renderText } from "narthex";

const running = gauge({ name: "downloads_in_progress", help: "Downloads running now.", labelNames: ["mirror"] });

class Downloads {
  // The labels are computed when the call begins, so they depend on its arguments but not on its outcome.
  @InProgress(running, { labels: ({ args: [mirror] }: Call<[string]>) => ({ mirror }) })
  async fetch(mirror: string, milliseconds: number): Promise<string> {
    await sleep(milliseconds);
    return `a file from ${mirror}`;
  }

  // A generator runs from its first next() until it is exhausted or the loop ends.
  @InProgress(gauge({ name: "listings_in_progress", help: "Listings that are being read." }))
  *list(): Generator<string> {
    yield "a.iso";
    yield "b.iso";
  }
}

const names = ["downloads_in_progress", "listings_in_progress"];
async function show(title: string): Promise<void> {
  console.log(`${title}\n${await renderText(defaultRegistry, { names })}`);
}

const downloads = new Downloads();
const all = [downloads.fetch("north", 100), downloads.fetch("north", 100), downloads.fetch("south", 100)];
for (const _ of downloads.list()) {
  await show("While they run:");
  break;
}
await Promise.all(all);
await show("Afterwards:");
