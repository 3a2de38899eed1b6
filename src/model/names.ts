const legacyMetricName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const legacyLabelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Whether a metric name needs no quoting or escaping: `[a-zA-Z_:][a-zA-Z0-9_:]*`. */
export function isLegacyMetricName(name: string): boolean {
  return legacyMetricName.test(name);
}

/** Whether a label name needs no quoting or escaping: `[a-zA-Z_][a-zA-Z0-9_]*`. */
export function isLegacyLabelName(name: string): boolean {
  return legacyLabelName.test(name);
}

/** Joins the parts of a name with `_`, leaving out empty ones. */
export function joinName(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join("_");
}

/**
 * The names that a family's samples occupy, so that two families whose samples would mix are refused.
 * A name's own family is always the first.
 *
 * @param name - the full family name
 * @param type - the family's type
 */
export function sampleNames(name: string, type: string): readonly string[] {
  switch (type) {
    case "counter":
      return [name, without(name, "_total"), `${without(name, "_total")}_created`];
    case "histogram":
      return [name, `${name}_bucket`, `${name}_sum`, `${name}_count`, `${name}_created`];
    case "gaugehistogram":
      return [name, ...["bucket", "sum", "count", "gsum", "gcount"].map((suffix) => `${name}_${suffix}`)];
    case "summary":
      return [name, `${name}_sum`, `${name}_count`, `${name}_created`];
    case "info":
      return [name, without(name, "_info")];
    default:
      return [name];
  }
}

/**
 * The label that formats add to the samples of a family: `le`, `quantile`, or a state set's own name.
 *
 * @param name - the full family name
 * @param type - the family's type
 */
export function syntheticLabel(name: string, type: string): string | undefined {
  switch (type) {
    case "histogram":
    case "gaugehistogram":
      return "le";
    case "summary":
      return "quantile";
    case "stateset":
      return name;
    default:
      return undefined;
  }
}

function without(name: string, suffix: string): string {
  return name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
}
