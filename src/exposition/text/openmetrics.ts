import { bareName, metricTypes } from "../../model/metric-types.js";
import { isLegacyMetricName } from "../../model/names.js";
import { escapeOpenMetricsHelp, quoteName } from "../bytes/escaping.js";
import { formatTimestampSeconds } from "../bytes/number.js";
import type { TextSyntax } from "./syntax.js";

/**
 * OpenMetrics text, versions 0.0.1 and 1.0.0. It has no place for the sum of a histogram or summary that is negative or NaN,
 * nor for negative quantiles: they are left out, and readers accept the rest.
 */
export const openMetricsText: TextSyntax = {
  metadata({ help, type, unit }, name) {
    const bare = bareName(name, type);
    const written = isLegacyMetricName(bare) ? bare : quoteName(bare);
    const unitLine = unit === undefined || unit === "" ? "" : `# UNIT ${written} ${unit}\n`;
    const helpLine = help === "" ? "" : `# HELP ${written} ${escapeOpenMetricsHelp(help)}\n`;
    return `# TYPE ${written} ${type}\n${unitLine}${helpLine}`;
  },
  timestamp: formatTimestampSeconds,
  totals: (type) => metricTypes[type].openMetricsTotals,
  allowsSum(type, sum, hasNegativeBounds) {
    if (type === "gaugehistogram") return sum >= 0 || (sum < 0 && hasNegativeBounds);
    return sum >= 0 && !(type === "histogram" && hasNegativeBounds);
  },
  allowsQuantile: (value) => !(value < 0),
  exemplars: true,
  created: true,
  end: "# EOF\n",
};
