import type { Labels } from "../model/families/metric.js";
import { processGlobal } from "./process-global.js";

/** A source of exemplars for updates without an explicit one. */
export interface ExemplarSource {
  /** The minimum time in seconds before an exemplar from this source replaces another. */
  readonly minRetentionSeconds: number;
  /** Returns the labels of an exemplar for the current update, or `undefined` if there is nothing to refer to. */
  labels(): Labels | undefined;
}

/**
 * The source in use, if any. All copies of the package share it. Read `activeExemplarSource.current` each time, since
 * it can be replaced.
 *
 * @internal
 */
export const activeExemplarSource: { current: ExemplarSource | undefined } = processGlobal(
  "narthex.exemplarSource",
  () => ({
    current: undefined,
  }),
);
