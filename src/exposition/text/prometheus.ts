import { metricTypes } from "../../model/families/metric-types.js";
import { isLegacyMetricName } from "../../model/families/names.js";
import { escapeHelp, quoteName } from "../bytes/escaping.js";
import { formatTimestampMillis } from "../bytes/number.js";
import type { TextSyntax } from "./syntax.js";

/**
 * The syntax of the Prometheus text format, versions 0.0.4 and 1.0.0, which differ only in the names that they allow.
 */
export const prometheusText: TextSyntax = {
  metadata({ help, type }, name) {
    const subject = isLegacyMetricName(name) ? name : quoteName(name);
    const helpLine = help === "" ? "" : `# HELP ${subject} ${escapeHelp(help)}\n`;
    return `${helpLine}# TYPE ${subject} ${metricTypes[type].textType}\n`;
  },
  typeOf: ({ type }) => type,
  timestamp: formatTimestampMillis,
  totals: (type) => metricTypes[type].textTotals,
  allowsSum: () => true,
  allowsQuantile: () => true,
  exemplars: false,
  created: false,
  end: "",
};
