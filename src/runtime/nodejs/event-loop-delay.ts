import { type Histogram, monitorEventLoopDelay } from "node:perf_hooks";
import { activeClock } from "../../globals/clock.js";
import { type Readings, type RuntimeSource, runtimeSource } from "../source.js";

/** The time between two ticks of the monitor. Every measured delay includes it; dashboards expect that. */
const resolutionMs = 10;

/**
 * The minimum length of a window. Scrapes within this time of each other see the same window, so that a second scraper
 * or a push does not reset the histogram for the first.
 */
const minWindowMs = 5_000;

/** The distribution of event loop delays in the last window. A scrape closes a window. */
export const eventLoopDelay: RuntimeSource = runtimeSource({
  metrics: {
    nodejs_eventloop_lag_min_seconds: { type: "gauge", help: "Shortest event loop delay of the last window." },
    nodejs_eventloop_lag_max_seconds: { type: "gauge", help: "Longest event loop delay of the last window." },
    nodejs_eventloop_lag_mean_seconds: { type: "gauge", help: "Mean event loop delay of the last window." },
    nodejs_eventloop_lag_stddev_seconds: {
      type: "gauge",
      help: "Standard deviation of the event loop delays of the last window.",
    },
    nodejs_eventloop_lag_p50_seconds: {
      type: "gauge",
      help: "50th percentile of the event loop delays of the last window.",
    },
    nodejs_eventloop_lag_p90_seconds: {
      type: "gauge",
      help: "90th percentile of the event loop delays of the last window.",
    },
    nodejs_eventloop_lag_p99_seconds: {
      type: "gauge",
      help: "99th percentile of the event loop delays of the last window.",
    },
  },
  open: () => {
    const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
    histogram.enable();
    return { read: windowsOf(histogram), close: () => void histogram.disable() };
  },
});

/**
 * Returns a function that closes the current window if it is long enough, and returns the distribution of the last one.
 *
 * @internal
 */
export function windowsOf(histogram: Histogram): () => Readings {
  let shown: Readings = {};
  let closed = Number.NEGATIVE_INFINITY;
  return () => {
    const now = activeClock.current.monotonic();
    // After the clock was set back, the length of the window is unknown: close it. An empty histogram would report NaN
    // and the largest integer.
    if (histogram.count > 0 && !(now >= closed && now - closed < minWindowMs)) {
      shown = distribution(histogram);
      closed = now;
      histogram.reset();
    }
    return shown;
  };
}

function distribution(histogram: Histogram): Readings {
  return {
    nodejs_eventloop_lag_min_seconds: histogram.min / 1e9,
    nodejs_eventloop_lag_max_seconds: histogram.max / 1e9,
    nodejs_eventloop_lag_mean_seconds: histogram.mean / 1e9,
    nodejs_eventloop_lag_stddev_seconds: histogram.stddev / 1e9,
    nodejs_eventloop_lag_p50_seconds: histogram.percentile(50) / 1e9,
    nodejs_eventloop_lag_p90_seconds: histogram.percentile(90) / 1e9,
    nodejs_eventloop_lag_p99_seconds: histogram.percentile(99) / 1e9,
  };
}
