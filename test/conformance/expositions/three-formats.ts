import { Gauge, Registry, render } from "../../../src/index.js";
import { judgeAll } from "../judge-all.js";
import type { JudgedSample } from "../readings/normal-form.js";

const accepts = [
  "text/plain; version=0.0.4",
  "application/openmetrics-text; version=1.0.0",
  "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
];

/** A sample that must be exposed, whatever its registry contains. */
export const bystander: JudgedSample = { name: "bystander", labels: [], value: 1 };

/** A registry that contains only {@link bystander}. */
export function registryWithBystander(): Registry {
  const registry = new Registry();
  new Gauge({ name: bystander.name, help: "Stands by.", registry }).set(bystander.value);
  return registry;
}

/**
 * The samples that the readers agree on when a registry is written in the three formats that scrapers request.
 *
 * @param names - the families to write (default: all)
 */
export async function judgedInThreeFormats(registry: Registry, names?: readonly string[]): Promise<JudgedSample[]> {
  return judgeAll(await Promise.all(accepts.map((accept) => render(registry, { accept, names }))));
}
