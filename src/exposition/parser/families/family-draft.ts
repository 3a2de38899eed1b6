import type { MetricFamily, MetricType } from "../../../model/families/metric-family.js";
import { metricTypes } from "../../../model/families/metric-types.js";
import type { Line } from "../text/line.js";
import { assembleMetric } from "./assemble.js";
import { PointTable } from "./point-table.js";

/** A family of which not all lines have been read. */
export class FamilyDraft {
  /** The name in the metadata lines, which in OpenMetrics lacks `_total` or `_info`. */
  readonly name: string;
  /** The first line of the family. */
  readonly line: Line;
  /** The type in the TYPE line. */
  type: MetricType = "unknown";
  /** The text in the HELP line. */
  help = "";
  /** The unit in the UNIT line. */
  unit = "";
  /** The points that have been read. */
  readonly points: PointTable;
  readonly #described = new Set<string>();
  readonly #openMetrics: boolean;

  /**
   * @param name - the name in the metadata lines
   * @param line - the first line of the family
   * @param openMetrics - whether the rules of OpenMetrics apply, or those of the Prometheus text format
   */
  constructor(name: string, line: Line, openMetrics: boolean) {
    this.name = name;
    this.line = line;
    this.points = new PointTable(openMetrics);
    this.#openMetrics = openMetrics;
  }

  /** Records a metadata line, which must occur only once and before the samples. */
  describe(keyword: string, line: Line): void {
    if (this.#described.has(keyword)) line.fail(`a family must have only one ${keyword} line`, 0);
    if (this.points.all.length > 0) line.fail(`${keyword} must precede the samples of its family`, 0);
    this.#described.add(keyword);
  }

  /** Builds the family. The name of a counter or info gets the ending that OpenMetrics omits. */
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
