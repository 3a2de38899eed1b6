// The runtime metrics, which the default registry has without any code, and how to select and rename them in another
// registry.
import { setTimeout as sleep } from "node:timers/promises";
import { defaultRegistry, Registry, render } from "narthex";
import { collectRuntimeMetrics } from "narthex/runtime";

const print = async (title: string, registry: Registry): Promise<void> => {
  const { body } = await render(registry);
  const samples = new TextDecoder()
    .decode(body)
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  console.log(`${title}: ${samples.length} samples, for example\n  ${samples.slice(0, 5).join("\n  ")}`);
};

// The default registry has the runtime metrics from its first scrape on.
await render(defaultRegistry);
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
