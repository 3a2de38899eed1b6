import type { MetricFamily, MetricType } from "../../../model/metric-family.js";
import { metricTypes } from "../../../model/metric-types.js";
import type { Line } from "../text/line.js";
import { assembleMetric } from "./assemble.js";
import { Points } from "./points.js";

/** A family while its lines are read. */
export class FamilyDraft {
  /** The name as the format writes it, in OpenMetrics without `_total` or `_info`. */
  readonly name: string;
  /** The first of its lines. */
  readonly line: Line;
  /** From TYPE. */
  type: MetricType = "unknown";
  /** From HELP. */
  help = "";
  /** From UNIT. */
  unit = "";
  /** The points, as far as they are read. */
  readonly points: Points;
  readonly #described = new Set<string>();
  readonly #openMetrics: boolean;

  /**
   * @param name - the name as the format writes it
   * @param line - its first line
   * @param openMetrics - whether OpenMetrics' rules hold, or those of the text formats
   */
  constructor(name: string, line: Line, openMetrics: boolean) {
    this.name = name;
    this.line = line;
    this.points = new Points(openMetrics);
    this.#openMetrics = openMetrics;
  }

  /** Notes that a metadata line was read, which may happen once, before the samples. */
  describe(keyword: string, line: Line): void {
    if (this.#described.has(keyword)) line.fail(`a family has one ${keyword} line`, 0);
    if (this.points.all.length > 0) line.fail(`${keyword} stands before the samples of its family`, 0);
    this.#described.add(keyword);
  }

  /** The family as the model has it: a counter's or info's name gets back what OpenMetrics leaves out. */
  build(): MetricFamily {
    return {
      name: this.#openMetrics ? this.name + metricTypes[this.type].nameEnding : this.name,
      help: this.help,
      type: this.type,
      ...(this.unit !== "" && { unit: this.unit }),
      metrics: this.points.all.map((point) => assembleMetric(this.type, point, this.#openMetrics)),
    } as MetricFamily;
  }
}
