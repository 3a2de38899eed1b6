import { TraceFlags, trace } from "@opentelemetry/api";
import { activeExemplarSource, type ExemplarSource } from "../globals/exemplar-source.js";
import { dispose } from "../platform/dispose.js";
import { checkOptions, type OptionRules } from "../validation/options.js";

/** Options for {@link exemplarsFromOpenTelemetry}. */
export interface OpenTelemetryExemplarOptions {
  /** The minimum time in seconds before the exemplar of another span replaces an exemplar, at least 0 (default 7). */
  readonly minRetentionSeconds?: number | undefined;
}

const rules: OptionRules<keyof OpenTelemetryExemplarOptions> = {
  minRetentionSeconds: {
    rule: "must be a number of at least 0",
    type: "number",
    holds: (value) => (value as number) >= 0,
  },
};

/**
 * Adds exemplars to counters and histograms automatically: the `trace_id` and `span_id` of the span that is active
 * during an update, if the span is sampled. Each bucket has its own exemplar. Frequent updates are sampled. An explicit
 * `exemplar` of an update takes precedence.
 *
 * Requires `@opentelemetry/api` and a started OpenTelemetry SDK.
 *
 * @param options - the minimum retention of exemplars
 * @returns a disposable that stops adding exemplars
 * @throws {TypeError} if an option is unknown or has the wrong type
 * @throws {RangeError} if `minRetentionSeconds` is negative or NaN
 * @example
 * ```ts
 * import { exemplarsFromOpenTelemetry } from "narthex/opentelemetry";
 *
 * exemplarsFromOpenTelemetry();
 * ```
 */
export function exemplarsFromOpenTelemetry(options: OpenTelemetryExemplarOptions = {}): Disposable {
  checkOptions("exemplarsFromOpenTelemetry", options, rules);
  const { minRetentionSeconds = 7 } = options;
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
