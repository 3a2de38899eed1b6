import { parse } from "../../src/exposition/parser/parse.js";
import type { Gatherer } from "../../src/model/collector.js";
import type { MetricFamily } from "../../src/model/metric-family.js";

/** A gatherer of these families. */
export function gathererOf(families: readonly MetricFamily[]): Gatherer {
  return { gather: async () => Object.assign([...families], { [Symbol.dispose]() {} }) };
}

/** A gatherer of what an OpenMetrics text holds, which need not end in `# EOF`. */
export function gathererOfText(body: string): Gatherer {
  return gathererOf(parse(`${body.trim()}\n# EOF\n`, "application/openmetrics-text"));
}
