import { epochSeconds } from "../globals/clock.js";
import type { MetricFamily } from "../model/families/metric-family.js";

/**
 * Returns the metrics of a job that has just ended. The time of the last success is included only after a success, so
 * that a push of a failed run keeps the previous time on the gateway.
 *
 * @param name - the prefix of the names
 * @param seconds - the duration of the run
 * @param succeeded - whether the run succeeded
 * @internal
 */
export function jobFamilies(name: string, seconds: number, succeeded: boolean): MetricFamily[] {
  const families = [
    gauge(`${name}_duration_seconds`, "Duration of the last run of the job in seconds.", seconds),
    gauge(`${name}_success`, "Whether the last run of the job succeeded.", succeeded ? 1 : 0),
  ];
  if (succeeded) {
    const now = epochSeconds();
    families.push(
      gauge(
        `${name}_last_success_timestamp_seconds`,
        "Time when a run of the job last succeeded, in seconds since the Unix epoch.",
        now,
      ),
    );
  }
  return families;
}

function gauge(name: string, help: string, value: number): MetricFamily {
  return { name, help, type: "gauge", metrics: [{ labels: {}, value }] };
}
