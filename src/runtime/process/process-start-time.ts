import process from "node:process";
import { activeClock } from "../../globals/clock.js";
import { type RuntimeSource, runtimeSource } from "../source.js";

/** The start time of the process, computed once so that a change of the wall clock does not look like a restart. */
export const processStartTime: RuntimeSource = runtimeSource({
  metrics: {
    process_start_time_seconds: { type: "gauge", help: "Start time of the process since unix epoch in seconds." },
  },
  open: () => {
    const start = activeClock.current.now() / 1000 - process.uptime();
    return { read: () => ({ process_start_time_seconds: start }) };
  },
});
