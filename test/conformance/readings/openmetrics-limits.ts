import { type JudgedFamily, type JudgedSample, judgedLabels, seriesOf } from "./normal-form.js";

/**
 * Returns a family as far as OpenMetrics 1.0 can express it. Sums that are negative or not a number, sums and counts of
 * histograms with negative bounds, and negative quantiles are omitted. A counter without `_total` is unknown.
 */
export function asOpenMetrics(family: JudgedFamily): JudgedFamily {
  if (family.type === "counter" && !family.name.endsWith("_total")) return asUnknown(family);
  const { name, type, samples } = family;
  const below = new Set(samples.filter((sample) => /^-/.test(labelOf(sample, "le"))).map(ownSeries));
  const withoutSum = new Set(
    samples
      .filter(
        (sample) => sample.name === `${name}_sum` && !mayHaveSum(type, sample.value, below.has(ownSeries(sample))),
      )
      .map(ownSeries),
  );
  const hasPlace = (sample: JudgedSample): boolean => {
    const isTotal = sample.name === `${name}_sum` || (sample.name === `${name}_count` && type !== "summary");
    if (isTotal && withoutSum.has(ownSeries(sample))) return false;
    return !(type === "summary" && sample.name === name && sample.value < 0);
  };
  return { ...family, samples: samples.filter(hasPlace) };
}

/** OpenMetrics allows neither exemplars nor start times of families of unknown type. */
function asUnknown({ name, help, unit, samples, natives }: JudgedFamily): JudgedFamily {
  const withoutExemplars = samples.map(({ exemplar: _, ...sample }) => sample);
  return { name, type: "unknown", help, ...(unit && { unit }), samples: withoutExemplars, created: [], natives };
}

function mayHaveSum(type: JudgedFamily["type"], sum: number, hasNegativeBounds: boolean): boolean {
  if (type === "gaugehistogram") return sum >= 0 || (sum < 0 && hasNegativeBounds);
  return (type !== "histogram" && type !== "summary") || (sum >= 0 && !hasNegativeBounds);
}

/** Returns the series to which a sample belongs, without its suffix and bound. */
export function ownSeries({ labels }: JudgedSample): string {
  return seriesOf({ name: "", labels: judgedLabels(labels.filter(([label]) => label !== "le")) });
}

function labelOf({ labels }: JudgedSample, name: string): string {
  return labels.find(([label]) => label === name)?.[1] ?? "";
}
