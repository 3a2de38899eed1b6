import process from "node:process";
import { epochSeconds } from "../../globals/clock.js";
import { type RuntimeSource, runtimeSource } from "../source.js";

/** The start time of the process, computed once so that a change of the wall clock does not look like a restart. */
export const processStartTime: RuntimeSource = runtimeSource({
  metrics: {
    process_start_time_seconds: { type: "gauge", help: "Start time of the process since unix epoch in seconds." },
  },
  open: () => {
    const start = epochSeconds() - process.uptime();
    return { read: () => ({ process_start_time_seconds: start }) };
  },
});
