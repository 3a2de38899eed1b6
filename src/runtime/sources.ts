import { activeHandles, activeRequests, activeResources } from "./nodejs/active.js";
import { eventLoopDelay } from "./nodejs/event-loop-delay.js";
import { eventLoopLag } from "./nodejs/event-loop-lag.js";
import { eventLoopUtilization } from "./nodejs/event-loop-utilization.js";
import { gc } from "./nodejs/gc.js";
import { heapSize } from "./nodejs/heap-size.js";
import { heapSpaces } from "./nodejs/heap-spaces.js";
import { version } from "./nodejs/version.js";
import { processCpu } from "./process/process-cpu.js";
import { processLimits } from "./process/process-limits.js";
import { processNetwork } from "./process/process-network.js";
import { processOpenFds } from "./process/process-open-fds.js";
import { processStartTime } from "./process/process-start-time.js";
import { processStatus } from "./process/process-status.js";
import type { RuntimeSource } from "./source.js";

/** The name of a source of runtime metrics. */
export type RuntimeSourceName =
  | "processCpu"
  | "processStatus"
  | "processLimits"
  | "processOpenFds"
  | "processNetwork"
  | "processStartTime"
  | "activeResources"
  | "activeHandles"
  | "activeRequests"
  | "eventLoopLag"
  | "eventLoopDelay"
  | "eventLoopUtilization"
  | "gc"
  | "heapSize"
  | "heapSpaces"
  | "version";

/**
 * All sources of runtime metrics, by the name that `exclude` accepts. The order is the order in which they are read.
 */
export const sources: Readonly<Record<RuntimeSourceName, RuntimeSource>> = {
  processCpu,
  processStatus,
  processLimits,
  processOpenFds,
  processNetwork,
  processStartTime,
  // Read before eventLoopLag, whose timer would otherwise be counted.
  activeResources,
  activeHandles,
  activeRequests,
  eventLoopLag,
  eventLoopDelay,
  eventLoopUtilization,
  gc,
  heapSize,
  heapSpaces,
  version,
};
