import { bareName, metricTypes, openMetricsType } from "../../model/families/metric-types.js";
import { isLegacyMetricName } from "../../model/families/names.js";
import { escapeOpenMetricsHelp, quoteName } from "../bytes/escaping.js";
import { formatTimestampSeconds } from "../bytes/number.js";
import type { TextSyntax } from "./syntax.js";

/** The characters of a unit. */
const unitName = /^[a-zA-Z0-9_:]+$/;

/**
 * Whether a family may have a unit. Readers reject the whole exposition if a name does not end in its unit, as that of
 * a counter under the escaping scheme `dots`: `cpu_seconds_total` becomes `cpu__seconds__total`.
 */
function mayHaveUnit(bareName: string, unit: string): boolean {
  return bareName.endsWith(`_${unit}`) && unitName.test(unit);
}

/**
 * The syntax of OpenMetrics text, versions 0.0.1 and 1.0.0. It does not allow a negative or NaN sum of a histogram or
 * summary, nor a negative quantile. They are omitted, and readers accept the rest.
 */
export const openMetricsText: TextSyntax = {
  metadata(family, name) {
    const { help, unit } = family;
    const type = openMetricsType(family.name, family.type);
    const bare = bareName(name, type);
    const subject = isLegacyMetricName(bare) ? bare : quoteName(bare);
    const unitLine = unit !== undefined && mayHaveUnit(bare, unit) ? `# UNIT ${subject} ${unit}\n` : "";
    const helpLine = help === "" ? "" : `# HELP ${subject} ${escapeOpenMetricsHelp(help)}\n`;
    return `# TYPE ${subject} ${type}\n${unitLine}${helpLine}`;
  },
  typeOf: ({ name, type }) => openMetricsType(name, type),
  timestamp: formatTimestampSeconds,
  totals: (type) => metricTypes[type].openMetricsTotals,
  allowsSum(type, sum, hasNegativeBounds) {
    if (type === "gaugehistogram") return sum >= (hasNegativeBounds ? Number.NEGATIVE_INFINITY : 0);
    return sum >= 0 && !hasNegativeBounds;
  },
  allowsQuantile: (value) => !(value < 0),
  exemplars: true,
  created: true,
  end: "# EOF\n",
};
