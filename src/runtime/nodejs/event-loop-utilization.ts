import { performance } from "node:perf_hooks";
import { type RuntimeSource, runtimeSource } from "../source.js";

/**
 * The active and idle time of the event loop. With two counters, a query computes the utilization over any window, as
 * `rate(active) / (rate(active) + rate(idle))`; a gauge would fix the window.
 */
export const eventLoopUtilization: RuntimeSource = runtimeSource({
  metrics: {
    nodejs_eventloop_active_seconds_total: {
      type: "counter",
      help: "Total time that the event loop was busy, in seconds.",
    },
    nodejs_eventloop_idle_seconds_total: {
      type: "counter",
      help: "Total time that the event loop waited for events, in seconds.",
    },
  },
  open: () => ({
    read: () => {
      const { active, idle } = performance.eventLoopUtilization();
      return { nodejs_eventloop_active_seconds_total: active / 1000, nodejs_eventloop_idle_seconds_total: idle / 1000 };
    },
  }),
});
