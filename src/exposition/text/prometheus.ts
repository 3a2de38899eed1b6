import { metricTypes } from "../../model/metric-types.js";
import { isLegacyMetricName } from "../../model/names.js";
import { escapeHelp, quoteName } from "../bytes/escaping.js";
import { formatTimestampMillis } from "../bytes/number.js";
import type { TextSyntax } from "./syntax.js";

/** Prometheus' text format, versions 0.0.4 and 1.0.0, which differ in the names that they may carry. */
export const prometheusText: TextSyntax = {
  metadata({ help, type }, name) {
    const written = isLegacyMetricName(name) ? name : quoteName(name);
    const helpLine = help === "" ? "" : `# HELP ${written} ${escapeHelp(help)}\n`;
    return `${helpLine}# TYPE ${written} ${metricTypes[type].textType}\n`;
  },
  timestamp: formatTimestampMillis,
  totals: (type) => metricTypes[type].textTotals,
  allowsSum: () => true,
  allowsQuantile: () => true,
  exemplars: false,
  created: false,
  end: "",
};
