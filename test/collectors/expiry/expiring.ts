import { setImmediate } from "node:timers/promises";
import { type Registry, render } from "../../../src/index.js";
import { collectGarbage } from "../../performance/collected-heap.js";

/** Returns the sample lines of a scrape of a registry, without those of the library. */
export async function scraped(registry: Registry): Promise<string[]> {
  const { body } = await render(registry);
  const lines = Buffer.from(body).toString().split("\n");
  return lines.filter((line) => line !== "" && !line.startsWith("#") && !line.startsWith("narthex_"));
}

/** Waits until objects that nothing refers to have been garbage-collected. */
export async function garbageCollected(): Promise<void> {
  // A weak reference keeps its target for the rest of the turn in which it was created or read.
  await setImmediate();
  collectGarbage();
}
