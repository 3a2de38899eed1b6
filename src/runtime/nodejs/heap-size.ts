import { getHeapStatistics } from "node:v8";
import { type RuntimeSource, runtimeSource } from "../source.js";

/**
 * The size of the V8 heap and of the external memory. `process.memoryUsage` has the same figures, but also reads the
 * RSS.
 */
export const heapSize: RuntimeSource = runtimeSource({
  metrics: {
    nodejs_heap_size_total_bytes: { type: "gauge", help: "Size of the V8 heap in bytes." },
    nodejs_heap_size_used_bytes: { type: "gauge", help: "Used size of the V8 heap in bytes." },
    nodejs_external_memory_bytes: { type: "gauge", help: "Memory that V8 objects hold outside the heap, in bytes." },
  },
  open: () => ({
    read: () => {
      const { total_heap_size, used_heap_size, external_memory } = getHeapStatistics();
      return {
        nodejs_heap_size_total_bytes: total_heap_size,
        nodejs_heap_size_used_bytes: used_heap_size,
        nodejs_external_memory_bytes: external_memory,
      };
    },
  }),
});
