import { activeHandles } from "./active-handles.js";
import { activeRequests } from "./active-requests.js";
import { activeResources } from "./active-resources.js";
import { eventLoopDelay } from "./event-loop-delay.js";
import { eventLoopLag } from "./event-loop-lag.js";
import { eventLoopUtilization } from "./event-loop-utilization.js";
import { gc } from "./gc.js";
import { heapSize } from "./heap-size.js";
import { heapSpaces } from "./heap-spaces.js";
import { processCpu } from "./process-cpu.js";
import { processLimits } from "./process-limits.js";
import { processNetwork } from "./process-network.js";
import { processOpenFds } from "./process-open-fds.js";
import { processStartTime } from "./process-start-time.js";
import { processStatus } from "./process-status.js";
import type { RuntimeSource } from "./source.js";
import { version } from "./version.js";

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

/** All that the runtime reports, by the name under which a source can be left out. */
export const sources: Readonly<Record<RuntimeSourceName, RuntimeSource>> = {
  processCpu,
  processStatus,
  processLimits,
  processOpenFds,
  processNetwork,
  processStartTime,
  // Before the lag, whose timers would be among them.
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
