import type { Labels } from "../model/metric.js";
import { processGlobal } from "./process-global.js";

/** Where exemplars come from that nobody gives by hand. */
export interface ExemplarSource {
  /** How long an exemplar stays at least before one from here replaces it, in seconds. */
  readonly minRetentionSeconds: number;
  /** The labels of an exemplar for what happens now, or `undefined` when there is nothing to point to. */
  labels(): Labels | undefined;
}

/**
 * The source in use, if any. Two copies of the package share it. Read it as `exemplarSource.current`, never keep a copy.
 *
 * @internal
 */
export const exemplarSource: { current: ExemplarSource | undefined } = processGlobal("narthex.exemplarSource", () => ({
  current: undefined,
}));
