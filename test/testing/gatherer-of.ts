import { parse } from "../../src/exposition/parser/parse.js";
import type { Gatherer } from "../../src/model/collector.js";
import type { MetricFamily } from "../../src/model/families/metric-family.js";

/** Returns a gatherer of families. */
export function gathererOf(families: readonly MetricFamily[]): Gatherer {
  return { gather: async () => Object.assign([...families], { [Symbol.dispose]() {} }) };
}

/** Returns a gatherer of the families of an OpenMetrics text, which may lack the final `# EOF`. */
export function gathererOfText(body: string): Gatherer {
  return gathererOf(parse(`${body.trim()}\n# EOF\n`, "application/openmetrics-text"));
}
