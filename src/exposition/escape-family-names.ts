import { reportOnce } from "../globals/error-listener.js";
import type { GatherOptions } from "../model/collector.js";
import { withCode } from "../model/errors/coded-error.js";
import { type EscapingScheme, escapeMetricName } from "../model/families/escaping-schemes.js";
import type { MetricFamily } from "../model/families/metric-family.js";

/** A family with its name under an escaping scheme. */
export interface NamedFamily {
  /** The family. */
  readonly family: MetricFamily;
  /** The escaped name. */
  readonly name: string;
}

const subject = {};

/**
 * Escapes the names of families one by one, so that an encoder may pause between them. If two names become equal, the
 * later family is omitted and reported, because a duplicate name would mix the series of both.
 */
export function* escapeFamilyNames(
  families: readonly MetricFamily[],
  scheme: EscapingScheme,
  onFailure: GatherOptions["onFailure"],
): Generator<NamedFamily> {
  // No table is needed while names are in order and unchanged, because then no two can be equal.
  let taken: Map<string, string> | undefined;
  let previous = "";
  for (let i = 0; i < families.length; i++) {
    const family = families[i] as MetricFamily;
    const name = escapeMetricName(family.name, scheme);
    if (taken === undefined && !(name === family.name && name > previous))
      taken = new Map(families.slice(0, i).map((before) => [before.name, before.name]));
    const owner = taken?.get(name);
    if (owner === undefined) {
      taken?.set(name, family.name);
      previous = name;
      yield { family, name };
      continue;
    }
    const error = withCode(
      "NARTHEX_FAMILY_CONFLICT",
      new Error(
        `the name is written as ${name} under the escaping scheme ${scheme}, like that of ${owner}. Rename one of them.`,
      ),
    );
    reportOnce(subject, error, { source: family.name });
    onFailure?.("duplicate", error);
  }
}
