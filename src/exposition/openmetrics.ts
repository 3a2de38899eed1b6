import { isLegacyMetricName } from "../model/names.js";
import { escapeOpenMetricsHelp } from "./escaping.js";
import { quoteName } from "./names.js";
import { formatTimestampSeconds } from "./number.js";
import type { TextDialect } from "./text-dialect.js";

/** The suffix of a family's samples that its metadata lines leave out. */
const sampleSuffix: Readonly<Record<string, RegExp>> = { counter: /_total$/, info: /_info$/ };

/** OpenMetrics text, versions 0.0.1 and 1.0.0. */
export const openMetrics: TextDialect = {
  metadata({ help, type, unit }, name) {
    const bare = name.replace(sampleSuffix[type] ?? "", "");
    const written = isLegacyMetricName(bare) ? bare : quoteName(bare);
    const unitLine = unit === undefined || unit === "" ? "" : `# UNIT ${written} ${unit}\n`;
    const helpLine = help === "" ? "" : `# HELP ${written} ${escapeOpenMetricsHelp(help)}\n`;
    return `# TYPE ${written} ${type}\n${unitLine}${helpLine}`;
  },
  timestamp: formatTimestampSeconds,
  totals: (type) => (type === "gaugehistogram" ? { sum: "_gsum", count: "_gcount" } : { sum: "_sum", count: "_count" }),
  exemplars: true,
  created: true,
  end: "# EOF\n",
};
