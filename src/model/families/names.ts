const legacyMetricName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const legacyLabelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** The last metric name. An encoder asks several times about each name. */
let last = "";
let isLastLegacy = false;

/** Whether a metric name needs no quoting or escaping: `[a-zA-Z_:][a-zA-Z0-9_:]*`. */
export function isLegacyMetricName(name: string): boolean {
  if (name !== last) {
    isLastLegacy = legacyMetricName.test(name);
    last = name;
  }
  return isLastLegacy;
}

/** Whether a label name needs no quoting or escaping: `[a-zA-Z_][a-zA-Z0-9_]*`. */
export function isLegacyLabelName(name: string): boolean {
  return legacyLabelName.test(name);
}

/** Joins the non-empty parts of a name with `_`. */
export function joinName(namespace: string | undefined, subsystem: string | undefined, name: string): string {
  if (namespace === undefined && subsystem === undefined) return name;
  return [namespace, subsystem, name].filter((part) => part !== undefined && part !== "").join("_");
}
