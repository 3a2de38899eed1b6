import { isMainThread, Worker } from "node:worker_threads";
import { Registry } from "../../src/registry/registry.js";
import { collectRuntimeMetrics } from "../../src/runtime/index.js";

// Collects runtime metrics, gathers them once and has nothing else to do: `runtime-job [in a worker]`.
if (isMainThread && process.argv[2] === "in a worker") new Worker(new URL(import.meta.url), { argv: ["in a worker"] });
else {
  const registry = new Registry();
  collectRuntimeMetrics(registry, { legacyNames: true });
  const gathered = await registry.gather();
  console.log(gathered.length);
}
