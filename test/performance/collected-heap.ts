import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");

/** Runs a full garbage collection. */
export const collectGarbage = runInNewContext("gc") as () => void;

/** Returns the bytes of heap and buffers in use after garbage collection. Buffers are released later than their owners. */
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
