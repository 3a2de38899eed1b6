// The runtime metrics, which the default registry has without any code, and how to select and rename them in another
// registry.
import { setTimeout as sleep } from "node:timers/promises";
import { defaultRegistry, Registry, renderText } from "narthex";
import { collectRuntimeMetrics } from "narthex/runtime";

const print = async (title: string, registry: Registry): Promise<void> => {
  const lines = (await renderText(registry)).split("\n");
  const samples = lines.filter((line) => line !== "" && !line.startsWith("#"));
  console.log(`${title}: ${samples.length} samples, for example\n  ${samples.slice(0, 5).join("\n  ")}`);
};

// The default registry has the runtime metrics from its first scrape on.
await renderText(defaultRegistry);
await sleep(50);
await print("The default registry", defaultRegistry);

// Another registry has them after a call of collectRuntimeMetrics.
const own = new Registry();
using _ = collectRuntimeMetrics(own, {
  exclude: ["gc", "heapSpaces"],
  prefix: "worker_",
  constLabels: { queue: "mail" },
});
await print("A registry of its own", own);
