import process from "node:process";
import { type RuntimeSource, runtimeSource } from "../source.js";
import { countByType } from "./count-by-type.js";

/** What keeps the event loop alive now. */
export const activeResources: RuntimeSource = runtimeSource({
  metrics: {
    nodejs_active_resources: {
      type: "gauge",
      help: "Number of resources that keep the event loop alive now, by type.",
      labelNames: ["type"],
    },
    nodejs_active_resources_all_types: {
      type: "gauge",
      help: "Number of resources that keep the event loop alive now, of all types together.",
    },
    nodejs_active_resources_total: {
      type: "gauge",
      help: "Number of active resources; the name of nodejs_active_resources_all_types in prom-client.",
      legacy: true,
    },
  },
  open: () => ({
    read: () => {
      const resources = process.getActiveResourcesInfo();
      return {
        nodejs_active_resources: countByType(resources),
        nodejs_active_resources_all_types: resources.length,
        nodejs_active_resources_total: resources.length,
      };
    },
  }),
});
