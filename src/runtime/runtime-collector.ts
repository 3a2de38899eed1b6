import { isPromise } from "node:util/types";
import type { Collector, FamilyDescription } from "../model/collector.js";
import type { Labels } from "../model/families/metric.js";
import type { MetricFamily } from "../model/families/metric-family.js";
import { dispose } from "../platform/dispose.js";
import {
  describeMetric,
  familyOf,
  type Reader,
  type Readings,
  type RuntimeMetric,
  type RuntimeSource,
} from "./source.js";

/**
 * Collects the selected metrics of one source.
 *
 * @internal
 */
export class RuntimeCollector implements Collector, Disposable {
  readonly #reader: Reader;
  /** The descriptions of the selected metrics, by the name in the source. */
  readonly #selected: ReadonlyMap<string, FamilyDescription>;
  readonly #descriptions: readonly FamilyDescription[];
  readonly #constLabels: Labels;

  constructor(source: RuntimeSource, metrics: readonly [string, RuntimeMetric][], prefix: string, constLabels: Labels) {
    this.#selected = new Map(metrics.map(([name, metric]) => [name, describeMetric(prefix + name, metric)]));
    this.#descriptions = [...this.#selected.values()];
    this.#constLabels = constLabels;
    this.#reader = source.open();
  }

  describe(): readonly FamilyDescription[] {
    return this.#descriptions;
  }

  collect(): readonly MetricFamily[] | Promise<readonly MetricFamily[]> {
    const readings = this.#reader.read();
    return isPromise(readings) ? readings.then((settled) => this.#families(settled)) : this.#families(readings);
  }

  #families(readings: Readings): MetricFamily[] {
    const families: MetricFamily[] = [];
    for (const [name, description] of this.#selected) {
      const family = familyOf(description, readings[name], this.#constLabels);
      if (family !== undefined) families.push(family);
    }
    return families;
  }

  [dispose](): void {
    this.#reader.close?.();
  }
}
