// Counts the bytes that a call allocates, by how much the heap grows while nothing is collected.
import { asyncLoops, syncLoops } from "../decorated.mjs";
import { answer, task } from "../harness/process.mjs";
import { median } from "../harness/samples.mjs";

const { names } = task();
const CALLS = 100_000;

answer({
  run: async () => ({ sync: await allocations(syncLoops()), async: await allocations(asyncLoops()) }),
});

async function allocations(loops) {
  const bytes = {};
  for (const [name, run] of Object.entries(loops)) {
    if (!names.includes(name)) continue;
    for (let time = 0; time < 5; time++) await run(CALLS);
    const grown = [];
    for (let time = 0; time < 7; time++) {
      globalThis.gc();
      await run(1000);
      const before = process.memoryUsage().heapUsed;
      await run(CALLS);
      grown.push((process.memoryUsage().heapUsed - before) / CALLS);
    }
    bytes[name] = median(grown);
  }
  return bytes;
}
