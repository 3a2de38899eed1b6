import type { Labels } from "../model/metric.js";

/** Where exemplars come from that nobody gives by hand. */
export interface ExemplarSource {
  /** How long an exemplar stays at least before one from here replaces it, in seconds. */
  readonly minRetentionSeconds: number;
  /** The labels of an exemplar for what happens now, or `undefined` when there is nothing to point to. */
  labels(): Labels | undefined;
}

const key = Symbol.for("narthex.exemplarSource");
const shared = globalThis as { [key]?: { current: ExemplarSource | undefined } };

// Sealed against test runners, which put accessors in place of what they find on globals.
shared[key] ??= Object.seal({ current: undefined });

/**
 * The source in use, if any. Two copies of the package share it. Read it as `exemplarSource.current`, never keep a copy.
 *
 * @internal
 */
export const exemplarSource: { current: ExemplarSource | undefined } = shared[key];
