import process from "node:process";
import { type RuntimeSource, runtimeSource } from "../source.js";

/** The CPU time that the process has used. */
export const processCpu: RuntimeSource = runtimeSource({
  metrics: {
    process_cpu_user_seconds_total: { type: "counter", help: "Total user CPU time spent in seconds." },
    process_cpu_system_seconds_total: { type: "counter", help: "Total system CPU time spent in seconds." },
    process_cpu_seconds_total: { type: "counter", help: "Total user and system CPU time spent in seconds." },
  },
  open: () => ({
    read: () => {
      const { user, system } = process.cpuUsage();
      return {
        process_cpu_user_seconds_total: user / 1e6,
        process_cpu_system_seconds_total: system / 1e6,
        process_cpu_seconds_total: (user + system) / 1e6,
      };
    },
  }),
});
