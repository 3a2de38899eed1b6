import type { GatherOptions } from "../model/collector.js";
import { requireGatherer } from "../validation/gatherer.js";
import { anyValue, checkOptions, type OptionRules } from "../validation/options.js";
import type { ExpositionFormatName } from "./negotiation/format.js";

const rules: OptionRules<keyof RenderOptions> = {
  names: {
    rule: "must be a Set of family names",
    holds: (value) => typeof (value as Partial<ReadonlySet<string>> | null)?.has === "function",
    remedy: 'For example, pass new Set(["requests_total"]).',
  },
  deadline: anyValue,
  onFailure: anyValue,
  signal: anyValue,
  formats: anyValue,
  reuseChunksAfter: anyValue,
  createdSamples: anyValue,
};

/**
 * Refuses arguments of `render` and `stream` that would otherwise fail far from here, or be passed over.
 *
 * @throws TypeError that says what was given, and what is taken
 * @internal
 */
export function checkRender(subject: string, gatherer: unknown, given: RenderOptions): void {
  requireGatherer(subject, gatherer);
  checkOptions(subject, given, rules);
}

/** What a scrape may be asked for. */
export interface RenderOptions extends GatherOptions {
  /** Ends the scrape when it aborts: nobody waits for the answer any more. */
  readonly signal?: AbortSignal | undefined;
  /** The formats to choose from (default: all). */
  readonly formats?: readonly ExpositionFormatName[] | undefined;
  /**
   * After how many bytes of a stream the memory of a chunk is used again once the next chunk is asked for (default: never).
   * For servers that wait until a chunk is sent: a large scrape then leaves no garbage behind.
   */
  readonly reuseChunksAfter?: number | undefined;
  /** Whether OpenMetrics shows when each counter, histogram and summary began (default: no). Protobuf always does. */
  readonly createdSamples?: boolean | undefined;
}
