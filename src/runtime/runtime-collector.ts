import type { Collector } from "../model/collector.js";
import type { Labels, MetricFamily } from "../model/metric-family.js";
import { familyOf, type Reader, type Readings, type RuntimeMetric, type RuntimeSource } from "./source.js";

/**
 * Shows the chosen metrics of one source.
 *
 * @internal
 */
export class RuntimeCollector implements Collector, Disposable {
  readonly #reader: Reader;
  readonly #metrics: ReadonlyMap<string, RuntimeMetric>;
  readonly #prefix: string;
  readonly #constLabels: Labels;

  constructor(source: RuntimeSource, metrics: ReadonlyMap<string, RuntimeMetric>, prefix: string, constLabels: Labels) {
    this.#metrics = metrics;
    this.#prefix = prefix;
    this.#constLabels = constLabels;
    this.#reader = source.open();
  }

  describe(): readonly Pick<MetricFamily, "name" | "type" | "help">[] {
    return Array.from(this.#metrics, ([name, { type, help }]) => ({ name: this.#prefix + name, type, help }));
  }

  collect(): readonly MetricFamily[] | Promise<readonly MetricFamily[]> {
    const readings = this.#reader.read();
    return readings instanceof Promise ? readings.then((settled) => this.#families(settled)) : this.#families(readings);
  }

  #families(readings: Readings): MetricFamily[] {
    const families: MetricFamily[] = [];
    for (const [name, metric] of this.#metrics) {
      const family = familyOf(this.#prefix + name, metric, readings[name], this.#constLabels);
      if (family !== undefined) families.push(family);
    }
    return families;
  }

  [Symbol.dispose](): void {
    this.#reader.close?.();
  }
}
