import type { LivePart, SeriesPage } from "../model/live.js";
import type {
  Bucket,
  CounterMetric,
  GaugeMetric,
  HistogramMetric,
  Labels,
  MetricBase,
  StateSetMetric,
  SummaryMetric,
} from "../model/metric-family.js";

/** Reads one series out of its page. */
type Read<M> = (page: SeriesPage, slot: number, labels: Labels) => M;

/** The series of a part, read one by one when they are asked for, as often as they are asked for. */
function lazily<M extends MetricBase>(part: LivePart, read: Read<M>): Iterable<M> {
  return {
    *[Symbol.iterator]() {
      for (const page of part.pages) {
        for (let slot = 0; slot < page.used; slot++) {
          if (!part.isShown(page, slot)) continue;
          const own = part.labelNames.map((name, i) => [name, page.labelValue(slot, i)]);
          yield read(page, slot, { ...part.constLabels, ...Object.fromEntries(own) });
        }
      }
    },
  };
}

/** Counters, lazily. */
export function counterMetrics(part: LivePart): Iterable<CounterMetric> {
  return lazily(part, (page, slot, labels) => {
    const exemplar = page.detail(slot)?.exemplars?.[0];
    return { labels, value: page.values[slot] as number, created: page.created[slot] as number, ...(exemplar && { exemplar }) };
  });
}

/** Gauges, lazily. */
export function gaugeMetrics(part: LivePart): Iterable<GaugeMetric> {
  return lazily(part, (page, slot, labels) => ({ labels, value: page.values[slot] as number }));
}

/** Histograms, lazily: buckets become cumulative here. */
export function histogramMetrics(part: LivePart): Iterable<HistogramMetric> {
  const bounds = [...(part.bounds ?? []), Number.POSITIVE_INFINITY];
  return lazily(part, (page, slot, labels) => {
    const at = slot * part.stride;
    const detail = page.detail(slot);
    let count = 0;
    const buckets = bounds.map((upperBound, i): Bucket => {
      count += page.values[at + i] as number;
      const exemplar = detail?.exemplars?.[i];
      return { upperBound, count, ...(exemplar && { exemplar }) };
    });
    const native = detail?.native?.();
    const sum = page.values[at + bounds.length] as number;
    return { labels, count, sum, buckets, created: page.created[slot] as number, ...(native && { native }) };
  });
}

/** Summaries, lazily. */
export function summaryMetrics(part: LivePart): Iterable<SummaryMetric> {
  return lazily(part, (page, slot, labels) => {
    const at = slot * part.stride;
    const [count, sum] = [page.values[at] as number, page.values[at + 1] as number];
    return { labels, count, sum, quantiles: page.detail(slot)?.quantiles?.() ?? [], created: page.created[slot] as number };
  });
}

/** State sets, lazily. */
export function stateSetMetrics(part: LivePart): Iterable<StateSetMetric> {
  const names = part.states ?? [];
  return lazily(part, (page, slot, labels) => {
    const states = names.map((state, i) => [state, page.values[slot * part.stride + i] === 1] as const);
    return { labels, states: Object.fromEntries(states) };
  });
}
