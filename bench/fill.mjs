import { countOf, LABEL_NAMES, labelsOf, latencies } from "./workload.mjs";

/** How many observations a histogram child has. */
const OBSERVATIONS = 10;

/** How many series a family has where there are many families. */
const SERIES_A_FAMILY = 5;

/**
 * What registries are filled with. `fill` makes the series of one metric in what a library created, and returns an
 * updater of the series with a given number.
 */
export const contents = {
  counters: (filled, series) => {
    const counter = filled.counter("http_requests_total", LABEL_NAMES);
    for (let i = 0; i < series; i++) filled.inc(counter, labelsOf(i), countOf(i));
    return (i) => filled.inc(counter, labelsOf(i), 1);
  },
  histograms: (filled, series) => {
    const histogram = filled.histogram("http_request_duration_seconds", LABEL_NAMES);
    const observe = (i, value) => filled.observe(histogram, labelsOf(i), value);
    for (let i = 0; i < series * OBSERVATIONS; i++) observe(i % series, latencies[i & 4095]);
    return (i) => observe(i, latencies[i & 4095]);
  },
  /** As applications have them: many families with few series each. */
  smallCounters: (filled, series) => smallFamilies(filled, series, () => false),
  /** The same, every fourth one a histogram. */
  smallFamilies: (filled, series) => smallFamilies(filled, series, (n) => n % 4 === 3),
  doubles: (filled, series) => {
    const counter = filled.counter("cpu_seconds_total", LABEL_NAMES);
    for (let i = 0; i < series; i++) filled.inc(counter, labelsOf(i), latencies[i & 4095] * (i + 1));
    return (i) => filled.inc(counter, labelsOf(i), latencies[i & 4095]);
  },
};

function smallFamilies(filled, series, isHistogram) {
  const updates = Array.from({ length: series / SERIES_A_FAMILY }, (_, n) => {
    if (isHistogram(n)) {
      const histogram = filled.histogram(`step_${n}_duration_seconds`, ["outcome"]);
      return (labels, i) => filled.observe(histogram, labels, latencies[i & 4095]);
    }
    const counter = filled.counter(`step_${n}_total`, ["outcome"]);
    return (labels) => filled.inc(counter, labels, 1);
  });
  const update = (i) => updates[Math.floor(i / SERIES_A_FAMILY)]({ outcome: `outcome ${i % SERIES_A_FAMILY}` }, i);
  for (let i = 0; i < series; i++) update(i);
  return update;
}

/** Updates every tenth series, other ones at each call. */
export function updateSome(update, series, time) {
  for (let i = time % 10; i < series; i += 10) update(i);
}
