import { reportOnce } from "../globals/error-listener.js";
import type { GatherOptions } from "../model/collector.js";
import { type EscapingScheme, escapeMetricName } from "../model/escaping-schemes.js";
import type { MetricFamily } from "../model/metric-family.js";

/** A family with the name that it bears under an escaping scheme. */
export interface NamedFamily {
  /** The family. */
  readonly family: MetricFamily;
  /** Its name, escaped. */
  readonly name: string;
}

const subject = {};

/**
 * Gives families the names that they bear under an escaping scheme, one by one, so that an encoder may pause between them. Where
 * two become equal, the later one is left out and reported: a name that stands twice would mix their series.
 */
export function* escapeFamilyNames(
  families: readonly MetricFamily[],
  scheme: EscapingScheme,
  onFailure: GatherOptions["onFailure"],
): Generator<NamedFamily> {
  // As long as names are in order and nothing is escaped, no two can be equal, and no table is needed.
  let taken: Map<string, string> | undefined;
  let previous = "";
  for (let i = 0; i < families.length; i++) {
    const family = families[i] as MetricFamily;
    const name = escapeMetricName(family.name, scheme);
    if (taken === undefined && !(name === family.name && name > previous))
      taken = new Map(families.slice(0, i).map((before) => [before.name, before.name]));
    const holder = taken?.get(name);
    if (holder === undefined) {
      taken?.set(name, family.name);
      previous = name;
      yield { family, name };
      continue;
    }
    const error = new Error(
      `is written as ${name} under the escaping scheme ${scheme}, and so is ${holder}; rename one of them`,
    );
    reportOnce(subject, error, { source: family.name, cause: "duplicate" });
    onFailure?.("duplicate", error);
  }
}
