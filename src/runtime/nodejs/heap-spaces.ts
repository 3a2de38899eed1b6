import { getHeapSpaceStatistics } from "node:v8";
import { type RuntimeSource, runtimeSource } from "../source.js";

const labelNames = ["space"] as const;

/** The spaces of the V8 heap: `new`, `old`, `code`, `large_object` and so on. */
export const heapSpaces: RuntimeSource = runtimeSource({
  metrics: {
    nodejs_heap_space_size_total_bytes: {
      type: "gauge",
      help: "Size of a space of the V8 heap in bytes.",
      labelNames,
    },
    nodejs_heap_space_size_used_bytes: {
      type: "gauge",
      help: "Used size of a space of the V8 heap in bytes.",
      labelNames,
    },
    nodejs_heap_space_size_available_bytes: {
      type: "gauge",
      help: "Size that is left in a space of the V8 heap, in bytes.",
      labelNames,
    },
  },
  open: () => ({
    read: () => {
      const spaces = getHeapSpaceStatistics().map((statistics) => ({
        labels: { space: statistics.space_name.replace(/_space$/, "") },
        statistics,
      }));
      const series = (key: "space_size" | "space_used_size" | "space_available_size") =>
        spaces.map(({ labels, statistics }) => ({ labels, value: statistics[key] }));
      return {
        nodejs_heap_space_size_total_bytes: series("space_size"),
        nodejs_heap_space_size_used_bytes: series("space_used_size"),
        nodejs_heap_space_size_available_bytes: series("space_available_size"),
      };
    },
  }),
});
