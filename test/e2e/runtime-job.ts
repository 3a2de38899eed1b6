import { Registry } from "../../src/registry/registry.js";
import { collectRuntimeMetrics } from "../../src/runtime/index.js";

// Observes the runtime, is scraped once, and has nothing more to do.
const registry = new Registry();
collectRuntimeMetrics(registry, { legacyNames: true });
const gathered = await registry.gather();
console.log(gathered.length);
