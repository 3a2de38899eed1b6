import { BUCKETS } from "../workload.mjs";

/**
 * Families with nothing but their numbers, for floors. They have no registration and no removal. Histograms are cumulative when they
 * are updated, not when they are scraped.
 *
 * @param scrape - writes the families in a format
 */
export function bareFamilies(scrape) {
  const families = [];
  const family = (kind, name, [label], size) => {
    const added = { kind, name, label, size, series: new Map() };
    families.push(added);
    return added;
  };
  const valuesOf = ({ label, size, series }, labels) => {
    const key = labels[label];
    const known = series.get(key) ?? new Float64Array(size);
    series.set(key, known);
    return known;
  };
  return {
    counter: (name, labelNames) => family("counter", name, labelNames, 1),
    histogram: (name, labelNames) => family("histogram", name, labelNames, BUCKETS.length + 3),
    inc: (counter, labels, value) => {
      valuesOf(counter, labels)[0] += value;
    },
    observe: (histogram, labels, value) => {
      const values = valuesOf(histogram, labels);
      BUCKETS.forEach((bound, i) => {
        if (value <= bound) values[i]++;
      });
      values[BUCKETS.length]++;
      values[BUCKETS.length + 1] += value;
      values[BUCKETS.length + 2]++;
    },
    scrape: (format) => scrape(families, format),
  };
}
