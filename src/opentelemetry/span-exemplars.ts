import { TraceFlags, trace } from "@opentelemetry/api";
import { activeExemplarSource, type ExemplarSource } from "../globals/exemplar-source.js";
import { withCode } from "../model/errors/coded-error.js";
import { dispose } from "../platform/dispose.js";

/** Options for {@link exemplarsFromOpenTelemetry}. */
export interface OpenTelemetryExemplarOptions {
  /** The minimum time in seconds before the exemplar of another span replaces an exemplar, at least 0 (default 7). */
  readonly minRetentionSeconds?: number | undefined;
}

/**
 * Adds exemplars to counters and histograms automatically: the `trace_id` and `span_id` of the span that is active
 * during an update, if the span is sampled. Each bucket has its own exemplar. Frequent updates are sampled. An explicit
 * `exemplar` of an update takes precedence.
 *
 * Requires `@opentelemetry/api` and a started OpenTelemetry SDK.
 *
 * @param options - the minimum retention of exemplars
 * @returns a disposable that stops adding exemplars
 * @throws {RangeError} if `minRetentionSeconds` is negative or not a number
 * @example
 * ```ts
 * import { exemplarsFromOpenTelemetry } from "narthex/opentelemetry";
 *
 * exemplarsFromOpenTelemetry();
 * ```
 */
export function exemplarsFromOpenTelemetry(options: OpenTelemetryExemplarOptions = {}): Disposable {
  const { minRetentionSeconds = 7 } = options;
  if (typeof minRetentionSeconds !== "number" || !(minRetentionSeconds >= 0)) {
    throw withCode(
      "NARTHEX_INVALID_OPTION",
      new RangeError(
        `exemplarsFromOpenTelemetry: minRetentionSeconds must be a number of at least 0, but was ${minRetentionSeconds}.`,
      ),
    );
  }
  const previous = activeExemplarSource.current;
  const source: ExemplarSource = { minRetentionSeconds, labels: activeSpan };
  activeExemplarSource.current = source;
  return {
    [dispose]() {
      if (activeExemplarSource.current === source) activeExemplarSource.current = previous;
    },
  };
}

function activeSpan(): { trace_id: string; span_id: string } | undefined {
  const span = trace.getActiveSpan()?.spanContext();
  if (span === undefined || (span.traceFlags & TraceFlags.SAMPLED) === 0) return undefined;
  return { trace_id: span.traceId, span_id: span.spanId };
}
