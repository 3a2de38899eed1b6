import { TraceFlags, trace } from "@opentelemetry/api";
import { type ExemplarSource, exemplarSource } from "../globals/exemplar-source.js";
import { dispose } from "../platform/dispose.js";

/** How exemplars are taken from spans. */
export interface OpenTelemetryExemplarOptions {
  /** How long an exemplar stays at least before that of another span replaces it, in seconds, from 0 on (default 7). */
  readonly minRetentionSeconds?: number | undefined;
}

/**
 * Gives counters and histograms exemplars of their own accord: the `trace_id` and `span_id` of the span that is active when
 * they are updated, if it is sampled. Each bucket keeps its own. Where updates are frequent only some are looked at. An
 * `exemplar` that is given with an update always wins.
 *
 * Needs `@opentelemetry/api`, and an OpenTelemetry SDK that was started.
 *
 * @param options - how long an exemplar stays
 * @returns a disposable that ends it
 * @throws RangeError when `minRetentionSeconds` is negative or NaN
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
    throw new RangeError(
      `exemplarsFromOpenTelemetry: minRetentionSeconds must be a number of at least 0, but was ${minRetentionSeconds}.`,
    );
  }
  const former = exemplarSource.current;
  const source: ExemplarSource = { minRetentionSeconds, labels: activeSpan };
  exemplarSource.current = source;
  return {
    [dispose]() {
      if (exemplarSource.current === source) exemplarSource.current = former;
    },
  };
}

function activeSpan(): { trace_id: string; span_id: string } | undefined {
  const span = trace.getActiveSpan()?.spanContext();
  if (span === undefined || (span.traceFlags & TraceFlags.SAMPLED) === 0) return undefined;
  return { trace_id: span.traceId, span_id: span.spanId };
}
