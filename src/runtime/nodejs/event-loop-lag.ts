import { clock, secondsSince } from "../../globals/clock.js";
import { nextTurn } from "../../platform/timers.js";
import { type RuntimeSource, runtimeSource } from "../source.js";

/** How long one turn of the event loop takes now. The turn in which the scrape itself reads other collectors is not it. */
export const eventLoopLag: RuntimeSource = runtimeSource({
  metrics: {
    nodejs_eventloop_lag_seconds: {
      type: "gauge",
      help: "Time that one turn of the event loop takes now, in seconds.",
    },
  },
  open: () => ({
    read: async () => {
      // By then all collectors of the scrape that answer at once have answered.
      await undefined;
      const start = clock.current.monotonic();
      await nextTurn();
      return { nodejs_eventloop_lag_seconds: secondsSince(start) };
    },
  }),
});
