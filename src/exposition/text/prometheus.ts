import type { MetricType } from "../../model/metric-family.js";
import { isLegacyMetricName } from "../../model/names.js";
import { escapeHelp, quoteName } from "../bytes/escaping.js";
import { formatTimestampMillis } from "../bytes/number.js";
import type { TextSyntax } from "./syntax.js";

/** Types that the format lacks, as the nearest that it has. */
const types: Readonly<Partial<Record<MetricType, string>>> = {
  info: "gauge",
  stateset: "gauge",
  gaugehistogram: "histogram",
  unknown: "untyped",
};

/** Prometheus' text format, versions 0.0.4 and 1.0.0, which differ in the names that they may carry. */
export const prometheusText: TextSyntax = {
  metadata({ help, type }, name) {
    const written = isLegacyMetricName(name) ? name : quoteName(name);
    const helpLine = help === "" ? "" : `# HELP ${written} ${escapeHelp(help)}\n`;
    return `${helpLine}# TYPE ${written} ${types[type] ?? type}\n`;
  },
  timestamp: formatTimestampMillis,
  totals: () => ({ sum: "_sum", count: "_count" }),
  allowsSum: () => true,
  allowsQuantile: () => true,
  exemplars: false,
  created: false,
  end: "",
};
