import { activeClock, secondsSince } from "../../globals/clock.js";
import { nextTurn } from "../../platform/timers.js";
import { type RuntimeSource, runtimeSource } from "../source.js";

/**
 * The current duration of one turn of the event loop, excluding the turn in which the scrape reads other collectors.
 */
export const eventLoopLag: RuntimeSource = runtimeSource({
  metrics: {
    nodejs_eventloop_lag_seconds: {
      type: "gauge",
      help: "Time that one turn of the event loop takes now, in seconds.",
    },
  },
  open: () => ({
    read: async () => {
      // After this, every synchronous collector of the scrape has been read.
      await undefined;
      const start = activeClock.current.monotonic();
      await nextTurn();
      return { nodejs_eventloop_lag_seconds: secondsSince(start) };
    },
  }),
});
