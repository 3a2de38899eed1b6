import { type RuntimeSource, runtimeSource } from "../source.js";
import { classNames, countByType } from "./count-by-type.js";

/** The handles of libuv: sockets, servers, child processes. */
export const activeHandles: RuntimeSource = runtimeSource({
  metrics: {
    nodejs_active_handles: {
      type: "gauge",
      help: "Number of active libuv handles by class name.",
      labelNames: ["type"],
    },
    nodejs_active_handles_all_types: { type: "gauge", help: "Number of active libuv handles of all types together." },
    nodejs_active_handles_total: {
      type: "gauge",
      help: "Number of active libuv handles; the name of nodejs_active_handles_all_types in prom-client.",
      legacy: true,
    },
  },
  open: () => ({
    read: () => {
      const names = classNames("_getActiveHandles");
      return {
        nodejs_active_handles: names && countByType(names),
        nodejs_active_handles_all_types: names?.length,
        nodejs_active_handles_total: names?.length,
      };
    },
  }),
});
