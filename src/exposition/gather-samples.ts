import { Slice } from "../globals/scrape-slice.js";
import type { Gatherer, GatherOptions } from "../model/collector.js";
import type { MetricType } from "../model/families/metric-family.js";
import { dispose } from "../platform/dispose.js";
import { familyNames } from "../validation/family-names.js";
import { gatherRules, requireGatherer } from "../validation/gatherer.js";
import { checkOptions } from "../validation/options.js";
import { type Sample, samplesOfMetric } from "./samples.js";

/** The samples of a family, as plain data. */
export interface FamilySamples {
  /** The name of the family. */
  readonly name: string;
  /** The type of the family. */
  readonly type: MetricType;
  /** The help text. */
  readonly help: string;
  /** The base unit, if there is one. */
  readonly unit?: string | undefined;
  /** The samples of all series. */
  readonly samples: readonly Sample[];
}

/**
 * Gathers metrics and returns their samples as plain objects, for example to serve them as JSON. The samples have the
 * names of OpenMetrics. Created timestamps, exemplars and native buckets are not samples. JSON has no `NaN` and no
 * infinity: `JSON.stringify` writes such values as `null`.
 *
 * @param gatherer - a registry, or anything else that can be gathered
 * @param options - the names to include, a deadline for collectors
 * @returns the families, sorted by name
 * @throws {TypeError} if an argument has the wrong type or an option is unknown
 * @example
 * ```ts
 * const families = await gatherSamples(registry, { names: ["requests_total"] });
 * response.end(JSON.stringify(families));
 * // [{"name":"requests_total","type":"counter","help":"Requests.",
 * //   "samples":[{"name":"requests_total","labels":{"method":"GET"},"value":2}]}]
 * ```
 */
export async function gatherSamples(gatherer: Gatherer, options: GatherOptions = {}): Promise<FamilySamples[]> {
  requireGatherer("gatherSamples", gatherer);
  checkOptions("gatherSamples", options, gatherRules);
  const gathered = await gatherer.gather({ ...options, names: familyNames("gatherSamples", options.names) });
  const slice = new Slice();
  try {
    const families: FamilySamples[] = [];
    for (const family of gathered) {
      const { name, type, help, unit } = family;
      const samples: Sample[] = [];
      for (const metric of family.metrics) {
        samples.push(...samplesOfMetric(family, metric, true));
        if (slice.isOver) await slice.next();
      }
      families.push({ name, type, help, ...(unit !== undefined && { unit }), samples });
    }
    return families;
  } finally {
    slice.end();
    gathered[dispose]();
  }
}
