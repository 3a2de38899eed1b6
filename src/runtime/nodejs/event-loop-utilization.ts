import { performance } from "node:perf_hooks";
import { type RuntimeSource, runtimeSource } from "../source.js";

/**
 * What the event loop does with its time. `rate(active) / (rate(active) + rate(idle))` is the utilisation over any window
 * that the query likes, which a gauge could not give.
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
