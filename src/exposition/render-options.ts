import type { GatherOptions } from "../model/collector.js";
import type { ExpositionFormatName } from "./negotiation/format.js";
import type { NegotiateOptions } from "./negotiation/negotiate.js";

/** Options for `render`. */
export interface RenderOptions extends GatherOptions, NegotiateOptions {
  /** A signal that stops the scrape when it aborts, for example because the client has disconnected. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Whether OpenMetrics includes the time at which each counter, histogram and summary began, as `_created` samples.
   * Default: `false`. Protobuf always includes it.
   */
  readonly createdSamples?: boolean | undefined;
}

/** Options for `stream`. */
export interface StreamOptions extends RenderOptions {
  /**
   * The number of bytes of a stream after which the buffer of a chunk is reused when the next chunk is requested.
   * Default: buffers are not reused. Set it only if each chunk has been sent before the next one is requested. It
   * avoids garbage from large scrapes.
   */
  readonly reuseChunksAfter?: number | undefined;
}

/** Options for `renderText`. */
export interface RenderTextOptions extends Omit<RenderOptions, "accept" | "formats"> {
  /** The text format. Default: `text-0.0.4`. */
  readonly format?: Exclude<ExpositionFormatName, "protobuf"> | undefined;
}
