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
 * Checks the arguments of `render` and `stream`. Without the check, invalid ones would be ignored or fail much later.
 *
 * @throws {TypeError} if an argument is invalid
 * @internal
 */
export function checkRenderArguments(subject: string, gatherer: unknown, options: RenderOptions): void {
  requireGatherer(subject, gatherer);
  checkOptions(subject, options, rules);
}

/** Options for `render` and `stream`. */
export interface RenderOptions extends GatherOptions {
  /** A signal that stops the scrape when it aborts, for example because the client has disconnected. */
  readonly signal?: AbortSignal | undefined;
  /** The formats to choose from. Default: all. */
  readonly formats?: readonly ExpositionFormatName[] | undefined;
  /**
   * The number of bytes of a stream after which the buffer of a chunk is reused when the next chunk is requested.
   * Default: buffers are not reused. Set it only if each chunk has been sent before the next one is requested. It
   * avoids garbage from large scrapes.
   */
  readonly reuseChunksAfter?: number | undefined;
  /**
   * Whether OpenMetrics includes the time at which each counter, histogram and summary began, as `_created` samples.
   * Default: `false`. Protobuf always includes it.
   */
  readonly createdSamples?: boolean | undefined;
}
