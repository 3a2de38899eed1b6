import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");

/** Collects all garbage. */
export const collectGarbage = runInNewContext("gc") as () => void;

/** How many bytes of heap and buffers are in use once all garbage is gone; buffers go some time after what held them. */
export async function collectedBytes(): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let unchanged = 0; unchanged < 3; unchanged++) {
    collectGarbage();
    await setTimeout(5);
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    if (heapUsed + arrayBuffers < least - 10_000) unchanged = 0;
    least = Math.min(least, heapUsed + arrayBuffers);
  }
  return least;
}
