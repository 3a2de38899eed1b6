import { seriesKey } from "../../../model/families/series-key.js";
import { memberKey, type Point, type Sample } from "../text/sample.js";
import { toLabels } from "./assemble.js";

/** The points of a family. It assigns samples to points, and rejects duplicates and samples in the wrong order. */
export class PointTable {
  readonly #openMetrics: boolean;
  readonly #latest = new Map<string, Point>();
  readonly #points: Point[] = [];

  /**
   * @param openMetrics - whether the samples of a series must be contiguous and may have several timestamps; the
   *   Prometheus text format allows one point per series, with its samples in any order
   */
  constructor(openMetrics: boolean) {
    this.#openMetrics = openMetrics;
  }

  /** All points, in the order of their first samples. */
  get all(): readonly Point[] {
    return this.#points;
  }

  /** Adds a sample to its point, which may be a new one. */
  add(sample: Sample): void {
    const key = seriesKey(toLabels(sample.labels));
    const point = this.#latest.get(key);
    if (point !== undefined && !this.#startsPoint(point, sample)) {
      point.samples.push(sample);
      point.members.add(memberKey(sample));
      return;
    }
    const { labels, timestamp } = sample;
    const added = { labels, timestamp, samples: [sample], members: new Set([memberKey(sample)]) };
    this.#latest.set(key, added);
    this.#points.push(added);
  }

  #startsPoint(point: Point, sample: Sample): boolean {
    const { line, timestamp } = sample;
    const isRepeated = point.members.has(memberKey(sample));
    if (!this.#openMetrics) {
      if (isRepeated) line.fail("a series must occur only once in a body", 0);
      if (timestamp !== point.timestamp) line.fail("the samples of a series must have the same timestamp", 0);
      return false;
    }
    if (point !== this.#points.at(-1)) line.fail("the samples of a series must be contiguous", 0);
    if (timestamp === undefined && point.timestamp === undefined) {
      if (isRepeated) line.fail("a series without timestamps must occur only once in a body", 0);
      return false;
    }
    if (timestamp === undefined || point.timestamp === undefined) {
      return line.fail("either all samples of a series must have a timestamp or none", 0);
    }
    if (timestamp < point.timestamp) line.fail("the timestamps of a series must not decrease", 0);
    return timestamp > point.timestamp || isRepeated;
  }
}
