import { type RuntimeSource, runtimeSource } from "../source.js";
import { classNames, countByType } from "./count-by-type.js";

/** The requests of libuv: file system calls, look-ups, writes under way. */
export const activeRequests: RuntimeSource = runtimeSource({
  metrics: {
    nodejs_active_requests: {
      type: "gauge",
      help: "Number of active libuv requests by class name.",
      labelNames: ["type"],
    },
    nodejs_active_requests_all_types: { type: "gauge", help: "Number of active libuv requests of all types together." },
    nodejs_active_requests_total: {
      type: "gauge",
      help: "Number of active libuv requests; the name of nodejs_active_requests_all_types in prom-client.",
      legacy: true,
    },
  },
  open: () => ({
    read: () => {
      const names = classNames("_getActiveRequests");
      return {
        nodejs_active_requests: names && countByType(names),
        nodejs_active_requests_all_types: names?.length,
        nodejs_active_requests_total: names?.length,
      };
    },
  }),
});
